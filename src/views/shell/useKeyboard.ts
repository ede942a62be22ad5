import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Actions } from '../../store/actions.ts'
import { isBoolean } from '../../store/preferences.ts'
import { playground } from '../../store/route.ts'
import { panelsAt } from '../panels.ts'
import { commandOf, isTaken, type KeyCommand } from './keys.ts'
import { useActions } from './page.ts'
import { usePreference } from './usePreference.ts'
import { routeNow } from './useRoute.ts'

type Simple = Exclude<KeyCommand, 'help' | 'find' | 'lookAtNumber'>

const run: Readonly<Record<Simple, (actions: Actions, key: string) => void>> = {
  toggle: actions => actions.toggle(),
  nextIteration: actions => actions.nextIteration(),
  nextPhase: actions => actions.nextPhase(),
  back: actions => actions.back(),
  reset: actions => actions.reset(),
  nextResponse: actions => actions.move('rollout', 1),
  previousResponse: actions => actions.move('rollout', -1),
  nextGroup: actions => actions.moveGroup(1),
  previousGroup: actions => actions.moveGroup(-1),
  lookLater: actions => actions.lookAround(1),
  lookEarlier: actions => actions.lookAround(-1),
  nextTurn: actions => actions.move('turn', 1),
  previousTurn: actions => actions.move('turn', -1),
  nextToken: actions => actions.move('token', 1),
  previousToken: actions => actions.move('token', -1),
  showTab: (actions, key) => {
    const tab = panelsAt('work')[Number(key) - 1]
    if (tab) actions.chooseTab(tab.id)
  },
  clear: actions => actions.clear(),
  startFresh: actions => actions.startFresh(),
  present: actions => actions.present(),
}

export interface Keyboard {
  /** The sheet is shown. */
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  /** The dialog that finds is shown. */
  readonly isFinding: boolean
  readonly setFinding: (isFinding: boolean) => void
  readonly areKeysOn: boolean
  readonly setKeysOn: (areOn: boolean) => void
}

/** Listens on the whole page. Single keys can be switched off (WCAG 2.1.4), for people who speak to their computer. */
export function useKeyboard(): Keyboard {
  const actions = useActions()
  const [isOpen, setOpen] = useState(false)
  const [isFinding, setFinding] = useState(false)
  const [areKeysOn, setKeysOn] = usePreference('keys', isBoolean, true)
  /** Digits typed after `g`. */
  const number = useRef<string>(undefined)

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!areKeysOn || event.defaultPrevented || !(event.target instanceof Element)) return
    if (isTaken(event.key, event.target)) return
    // Other pages keep their arrows and the space bar for scrolling.
    if (event.key !== '?' && routeNow().page !== playground) return
    if (number.current !== undefined && /^\d$/.test(event.key)) {
      number.current += event.key
      actions.lookAt(Number(number.current))
      return
    }
    number.current = undefined
    const command = commandOf(event)
    if (command === undefined) return
    event.preventDefault()
    if (command === 'help') setOpen(true)
    else if (command === 'find') setFinding(true)
    else if (command === 'lookAtNumber') number.current = ''
    else run[command](actions, event.key)
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return { isOpen, setOpen, isFinding, setFinding, areKeysOn, setKeysOn }
}
