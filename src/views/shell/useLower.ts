import { isBoolean } from '../../store/preferences.ts'
import { usePrinting } from '../kit/useMedia.ts'
import { useRun } from './page.ts'
import { usePreference } from './usePreference.ts'

const isChoice = (value: unknown): value is boolean | null => value === null || isBoolean(value)

/**
 * Whether the lower part is one row of small lines. Until the person has decided: as long as nothing has been trained, and
 * where the window is short. A short window has a choice of its own.
 */
export function useLower(isShort: boolean) {
  const [tall, setTall] = usePreference<boolean | null>('curves.small', isChoice, null)
  const [short, setShort] = usePreference<boolean | null>('curves.small.short', isChoice, null)
  const isPrinting = usePrinting()
  const isNew = useRun(run => run.series.length === 0)
  const isSmall = isShort ? (short ?? true) : (tall ?? isNew)
  return { isSmall: isSmall && !isPrinting, setSmall: isShort ? setShort : setTall }
}
