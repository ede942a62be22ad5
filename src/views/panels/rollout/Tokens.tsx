import { useCallback, useEffect, useMemo, useState } from 'react'
import { Legend } from '../../kit/Legend.tsx'
import { LongStrip } from '../../kit/LongStrip.tsx'
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
