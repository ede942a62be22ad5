import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { turnStarts } from '../../../store/select/look.ts'
import { Legend } from '../../kit/Legend.tsx'
import { LongStrip } from '../../kit/LongStrip.tsx'
import type { Spot } from '../../kit/locate.ts'
import { signed } from '../../kit/numbers.ts'
import { longFrom } from '../../kit/overview.ts'
import { SignalSelect } from '../../kit/SignalSelect.tsx'
import { TokenDetail } from '../../kit/TokenDetail.tsx'
import { TokenStrip } from '../../kit/TokenStrip.tsx'
import { useColouredTokens } from '../../kit/useColouredTokens.ts'
import { useRovingFocus } from '../../kit/useRovingFocus.ts'
import { EntropyLine } from './EntropyLine.tsx'
import { Arrow } from './Head.tsx'
import type { SpotProps } from './spot-props.ts'

/** The response as a strip that is written up to the selected token, with the slider that moves along it. */
export function Tokens(props: SpotProps) {
  const { snapshot, world, place, onSelect, onSignal } = props
  const { batch, explain } = snapshot
  const { vocabulary } = world
  const { start, end, token, rollout, members } = place
  const { signal, values, domain } = useColouredTokens(props, place)
  const [hover, setHover] = useState<number | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new selection takes the detail line back from the pointer.
  useEffect(() => setHover(undefined), [rollout, token])
  const container = useRovingFocus(`${rollout} ${token}`)
  const onToken = useCallback((position: number) => onSelect({ token: position }), [onSelect])
  const entropy = useMemo(() => batch.oldEntropy?.subarray(start, end), [batch, start, end])
  const Strip = end - start > longFrom ? LongStrip : TokenStrip
  const position = hover !== undefined && hover < end - start ? hover : token
  const label = signal.label.toLowerCase()
  return (
    <div className="rollout-tokens">
      <div className="rollout-controls">
        <Slider size={end - start} token={token} onToken={onToken} />
        <TurnSteps {...{ batch, place, onToken }} />
        <span className="rollout-signal">
          <SignalSelect batch={batch} explain={explain} drawn={signal} onSignal={onSignal} />
        </span>
      </div>
      <div ref={container} className="rollout-strip">
        <Strip
          {...{ vocabulary, start, end, values, domain, onToken }}
          label={`Response ${rollout + 1} of ${members.length}`}
          token={batch.token}
          mask={batch.mask}
          valueLabel={label}
          selected={token}
          future={token + 1}
          onHover={setHover}
        />
      </div>
      <TokenDetail {...{ batch, vocabulary, signal, values, position }} response={rollout + 1} at={start + position} />
      <Legend domain={domain} label={`${label}, scale of the group`} unit={signal.unit} levels={signal.levels} />
      {entropy && <EntropyLine entropy={entropy} selected={token} onToken={onToken} />}
    </div>
  )
}

interface TurnStepsProps {
  readonly batch: Batch
  readonly place: Spot
  readonly onToken: (position: number) => void
}

/** From turn to turn, and what the world paid for the one that is shown; nothing where there is one turn only. */
function TurnSteps({ batch, place, onToken }: TurnStepsProps) {
  const starts = useMemo(() => turnStarts(batch, place.row), [batch, place.row])
  if (starts.length < 2) return null
  const at = Math.max(
    0,
    starts.findLastIndex(start => start <= place.token),
  )
  const first = batch.turns?.rollout.indexOf(place.row) ?? 0
  const paid = batch.turnReward?.[first + at]
  return (
    <span className="rollout-turns">
      <Arrow label="Previous turn" disabled={at === 0} onClick={() => onToken(starts[at - 1]!)}>
        ‹ turn
      </Arrow>
      <span className="number">
        turn {at + 1} of {starts.length}
        {paid !== undefined && `, paid ${signed(paid)}`}
      </span>
      <Arrow label="Next turn" disabled={at === starts.length - 1} onClick={() => onToken(starts[at + 1]!)}>
        turn ›
      </Arrow>
    </span>
  )
}

interface SliderProps {
  readonly size: number
  readonly token: number
  readonly onToken: (position: number) => void
}

const Slider = ({ size, token, onToken }: SliderProps) => (
  <>
    <Arrow label="Previous token" disabled={token === 0} onClick={() => onToken(token - 1)}>
      ‹ token
    </Arrow>
    <input
      className="rollout-slider"
      type="range"
      min={0}
      max={size - 1}
      value={token}
      aria-label="Token"
      aria-valuetext={`token ${token + 1} of ${size}`}
      onChange={event => onToken(event.target.valueAsNumber)}
    />
    <Arrow label="Next token" disabled={token === size - 1} onClick={() => onToken(token + 1)}>
      token ›
    </Arrow>
    <span className="number">
      {token + 1} / {size}
    </span>
  </>
)
