import { useEffect, useEffectEvent, useRef } from 'react'
import { createEditor, type Editor } from './editor.ts'

export interface EditorProps {
  readonly source: string
  /** Where the program fails, from 1. */
  readonly line: number | undefined
  readonly message: string | undefined
  readonly onSource: (source: string) => void
  readonly onRun: () => void
}

/** The program's text. The editor lives in a tree of its own, whose styles the content policy allows. */
export default function OwnEditor({ source, line, message, onSource, onRun }: EditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | undefined>(undefined)
  const typed = useEffectEvent(onSource)
  const run = useEffectEvent(onRun)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; a new source reaches it below.
  useEffect(() => {
    if (!host.current) return
    editor.current = createEditor(host.current, source, { onSource: text => typed(text), onRun: () => run() })
    return () => editor.current?.destroy()
  }, [])
  useEffect(() => editor.current?.show(source), [source])
  useEffect(() => editor.current?.mark(line, message), [line, message])
  return <div ref={host} className="own-editor" />
}
