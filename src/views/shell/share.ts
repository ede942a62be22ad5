import { shownRun } from '../../store/select/run.ts'
import type { State } from '../../store/state.ts'
import { currentLink } from '../../store/url.ts'

/** Copies the link of what is on screen; where the clipboard is refused, the address bar has it anyway. */
export async function copyLink(state: State, notify: (kind: 'info' | 'warning', text: string) => void): Promise<void> {
  const changed = shownRun(state).changes.length > 0
  const caution = changed ? ' Settings were changed on the way: the link holds the last ones, from iteration 0.' : ''
  try {
    await navigator.clipboard.writeText(currentLink(state))
    notify('info', `Link copied: the setup, the seed and what is selected.${caution}`)
  } catch {
    notify('warning', 'The browser refused the clipboard. The address bar holds the same link: copy it from there.')
  }
}
