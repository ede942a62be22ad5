/** Sentences for those who listen, about what happens by itself: one at a time, spoken by the shell's live region. */

let said = ''
const listeners = new Set<() => void>()

export const lastSaid = (): string => said

export function onSaid(listen: () => void): () => void {
  listeners.add(listen)
  return () => listeners.delete(listen)
}

/** Says a sentence; the same one twice in a row is said once. */
export function announce(sentence: string): void {
  if (sentence === said) return
  said = sentence
  for (const listen of listeners) listen()
}
