/** CodeMirror, put together for one small program. */
import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { words } from '../../../own/contract.ts'

export interface Editor {
  readonly show: (source: string) => void
  readonly mark: (line: number | undefined, message: string | undefined) => void
  readonly destroy: () => void
}

interface Told {
  readonly onSource: (source: string) => void
  readonly onRun: () => void
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent-strong)' },
  { tag: [tags.string, tags.number, tags.bool], color: 'var(--negative-text)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--positive-text)' },
])

const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: 'var(--size-body)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', fontVariantLigatures: 'none', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--text)', minHeight: '158px', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'var(--surface)', border: '0' },
  '&.cm-focused': { outline: '2px solid var(--focus)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-quiet) !important',
  },
  // Its own underline is a picture that the content policy refuses.
  '.cm-lintRange-error': { backgroundImage: 'none !important', textDecoration: 'underline wavy var(--danger)' },
  '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--surface)', border: '1px solid var(--border-strong)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--text)', backgroundColor: 'var(--surface-raised)' },
})

/** The contract's words; those of the language one knows. */
function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/\w+/)
  return word || context.explicit ? { from: word?.from ?? context.pos, options: [...words], validFor: /^\w*$/ } : null
}

export function createEditor(host: HTMLElement, source: string, { onSource, onRun }: Told): Editor {
  // What is typed here is no key of the page.
  host.onkeydown = event => event.stopPropagation()
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const run = (): boolean => {
    onRun()
    return true
  }
  let isShowing = false
  const view = new EditorView({
    doc: source,
    parent: root,
    root,
    extensions: [
      lineNumbers(),
      // A program that came with a link must not hide anything.
      highlightSpecialChars(),
      history(),
      bracketMatching(),
      indentOnInput(),
      javascript({ typescript: true }),
      syntaxHighlighting(colours),
      autocompletion({ override: [complete] }),
      // Tab is left alone: it leads on to the next control.
      keymap.of([{ key: 'Mod-Enter', run }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': 'Program of your estimator. Control Enter runs it.' }),
      EditorView.updateListener.of(update => {
        if (update.docChanged && !isShowing) onSource(update.state.doc.toString())
      }),
      look,
    ],
  })
  return {
    show: text => {
      if (text === view.state.doc.toString()) return
      isShowing = true
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      isShowing = false
    },
    mark: (line, message) => {
      const { doc } = view.state
      const at = line !== undefined && line <= doc.lines ? doc.line(line) : undefined
      const marks = at ? [{ from: at.from, to: at.to, severity: 'error' as const, message: message ?? '' }] : []
      view.dispatch(setDiagnostics(view.state, marks))
    },
    destroy: () => view.destroy(),
  }
}
