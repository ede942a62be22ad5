import type { Method, Training } from '../../core/method.ts'
import type { ParamValue } from '../../core/params.ts'
import { type Setting, settingsOf } from '../../methods/as-made.ts'
import { taskOf } from '../../tasks/index.ts'
import { short } from '../kit/numbers.ts'
import { MethodLink } from './MethodLink.tsx'

const shown = (value: ParamValue): string => (typeof value === 'number' ? short(value) : value)

/** Settings as people read them: "Inner epochs μ 4, Minibatches 2". */
export const settingWords = (settings: readonly Setting[]): string =>
  settings.map(({ label, value }) => `${label} ${shown(value)}`).join(', ')

/** What a run of the method sets, where and why, and whether it is another one by definition. */
export function TrainedWith({ method }: { readonly method: Method }) {
  const { training, twinOf } = method
  return (
    <>
      {training && (
        <div className="trained-with">
          <h4>Trained with</h4>
          <p className="prose">It is made for {training.because}.</p>
          <dl>
            {placeOf(training).map(([label, value]) => (
              <Row key={label} label={label} value={value} />
            ))}
            {settingsOf(method).map(({ key, label, value }) => (
              <Row key={key} label={label} value={shown(value)} />
            ))}
          </dl>
        </div>
      )}
      {twinOf && (
        <p className="prose">
          It trains as <MethodLink id={twinOf.id} /> does, to the last bit: {twinOf.because}.
        </p>
      )}
    </>
  )
}

const Row = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd className="mono">{value}</dd>
  </div>
)

function placeOf({ at = {} }: Training): [string, string][] {
  const task = at.task === undefined ? undefined : taskOf(at.task)
  const level = task?.levels.find(({ id }) => id === at.level)
  const places = { Task: task?.title, Level: level?.title ?? at.level, Policy: at.policy, Start: at.base }
  return Object.entries(places).flatMap(([label, value]): [string, string][] => (value ? [[label, value]] : []))
}
