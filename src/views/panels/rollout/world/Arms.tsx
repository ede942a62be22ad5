import type { Picture } from '../../../../core/picture.ts'
import { probability } from '../../../kit/numbers.ts'

type Arms = Extract<Picture, { kind: 'arms' }>

/** Arms of a bandit: how often each pays, and which one was pulled. */
export function ArmsPicture({ picture }: { readonly picture: Arms }) {
  return (
    <ul className="arms">
      {picture.arms.map(arm => (
        <li key={arm.label} data-chosen={arm.chosen || undefined}>
          <span className="mono">{arm.label}</span>
          <span className="arms-track">
            <span style={{ width: `${(100 * arm.probability).toFixed(1)}%` }} />
          </span>
          <span className="number">{probability(arm.probability)}</span>
          {arm.chosen && <span className="visually-hidden">, chosen</span>}
        </li>
      ))}
    </ul>
  )
}
