/** The keyboard map: what a key means, and the sheet that `?` shows. */

import { panelsAt } from '../panels.ts'

export type KeyCommand =
  | 'toggle'
  | 'nextIteration'
  | 'nextPhase'
  | 'back'
  | 'reset'
  | 'nextResponse'
  | 'previousResponse'
  | 'nextGroup'
  | 'previousGroup'
  | 'lookLater'
  | 'lookEarlier'
  | 'nextTurn'
  | 'previousTurn'
  | 'nextToken'
  | 'previousToken'
  | 'lookAtNumber'
  | 'showTab'
  | 'clear'
  | 'startFresh'
  | 'present'
  | 'find'
  | 'help'

interface Binding {
  readonly command: KeyCommand
  readonly keys: readonly string[]
  readonly does: string
}

export const keySheet: readonly { readonly title: string; readonly bindings: readonly Binding[] }[] = [
  {
    title: 'Train',
    bindings: [
      { command: 'toggle', keys: ['Space'], does: 'Play or pause' },
      { command: 'nextPhase', keys: ['>', 'Shift →'], does: 'Next phase' },
      { command: 'nextIteration', keys: ['.', '→'], does: 'Next iteration' },
      { command: 'back', keys: [',', '←'], does: 'Back to the start of the iteration, then to the one before' },
      { command: 'reset', keys: ['R'], does: 'Reset: same seed, same weights' },
      { command: 'startFresh', keys: ['Shift R'], does: 'Reset, and clear the grey run, the selection and the cards' },
    ],
  },
  {
    title: 'Look',
    bindings: [
      { command: 'nextResponse', keys: ['n'], does: 'Next response' },
      { command: 'previousResponse', keys: ['p'], does: 'Previous response' },
      { command: 'nextGroup', keys: ['j'], does: 'Next group' },
      { command: 'previousGroup', keys: ['k'], does: 'Previous group' },
      { command: 'nextTurn', keys: ['}'], does: 'Next turn, in worlds that answer' },
      { command: 'previousTurn', keys: ['{'], does: 'Previous turn' },
      { command: 'nextToken', keys: [']'], does: 'Next token' },
      { command: 'previousToken', keys: ['['], does: 'Previous token' },
      { command: 'lookLater', keys: ['N'], does: 'Look at the next kept iteration' },
      { command: 'lookEarlier', keys: ['P'], does: 'Look at the previous kept iteration' },
      { command: 'lookAtNumber', keys: ['g'], does: 'Then digits: look at that iteration' },
      { command: 'find', keys: ['/'], does: 'Find a text, or what was clipped, is large or is no number' },
      { command: 'clear', keys: ['Esc'], does: 'Stop on the way to an iteration; follow the newest again' },
    ],
  },
  {
    title: 'Show',
    bindings: [
      ...panelsAt('work').map(({ title }, i) => ({
        command: 'showTab' as const,
        keys: [`${i + 1}`],
        does: title,
      })),
      { command: 'present', keys: ['F'], does: 'Present: one picture, enlarged' },
      { command: 'help', keys: ['?'], does: 'This sheet' },
    ],
  },
]

const names: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  Escape: 'Esc',
  r: 'R',
  f: 'F',
}

const bound = new Map(
  keySheet.flatMap(({ bindings }) => bindings).flatMap(({ command, keys }) => keys.map(key => [key, command] as const)),
)

export interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a key means; nothing with Ctrl, Alt or Meta, which belong to the browser. */
export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): KeyCommand | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  const name = names[key] ?? key
  const held = shiftKey ? bound.get(`Shift ${name}`) : undefined
  // A shifted arrow is no arrow; a shifted letter that means nothing of its own is the letter.
  return held ?? (shiftKey && key.startsWith('Arrow') ? undefined : bound.get(name))
}

/** Where keys belong to the element itself: fields take every key, widgets their arrows, buttons Space and Enter. */
export function isTaken(key: string, target: Pick<Element, 'closest'>): boolean {
  if (target.closest('input:not([type=range]), textarea, select, [contenteditable=true], [role=dialog]')) return true
  const arrows = key.startsWith('Arrow') || key === 'Home' || key === 'End'
  const widget =
    'input, [role=slider], [role=tablist], [role=listbox], [role=radiogroup], [role=grid], [role=separator], [role=tree]'
  if (arrows && target.closest(widget)) return true
  return key === ' ' && target.closest('button, a, summary, [role=button], [role=option]') !== null
}
