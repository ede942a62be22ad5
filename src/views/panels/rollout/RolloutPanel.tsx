import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Picture } from '../../../core/picture.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { Legend } from '../../kit/Legend.tsx'
import { locate, type Place } from '../../kit/locate.ts'
import { NotMeasured } from '../../kit/NotMeasured.tsx'
import { fixed, signed } from '../../kit/numbers.ts'
import { SignalSelect } from '../../kit/SignalSelect.tsx'
import { TokenDetail } from '../../kit/TokenDetail.tsx'
import { TokenStrip } from '../../kit/TokenStrip.tsx'
import { nextTokens, TopTokens } from '../../kit/TopTokens.tsx'
import { tokenNumbers } from '../../kit/tokenNumbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import { useColouredTokens } from '../../kit/useColouredTokens.ts'
import { useRovingFocus } from '../../kit/useRovingFocus.ts'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { PanelProps } from '../../panel.ts'
import { BranchCard, branchTimes } from './BranchCard.tsx'
import { EntropyLine } from './EntropyLine.tsx'
import { World } from './world/World.tsx'
import './rollout.css'

/** One response, token by token. */
export function RolloutPanel(props: PanelProps) {
  const { snapshot, selection } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  if (!place) return <p className="panel-empty">No responses yet. Press Play, or run one iteration.</p>
  return (
    <section className="panel rollout" aria-label="One response">
      <Head {...props} place={place} />
      <Tokens {...props} place={place} />
      {place.at !== undefined && <Here {...props} place={place} at={place.at} />}
      <Table {...props} place={place} />
    </section>
  )
}

type PlacedProps = PanelProps & { readonly place: Place }

function Head({ snapshot, place, onSelect }: PlacedProps) {
  const { batch, problems, notes } = snapshot
  const { row, rollout, members, group } = place
  const advantage = batch.advantage?.[row]
  const go = (change: -1 | 1) => onSelect({ rollout: rollout + change })
  return (
    <div className="rollout-head">
      <h2 className="mono">{problems[group]?.text ?? `Group ${group + 1}`}</h2>
      <span className="rollout-siblings">
        <button
          type="button"
          className="button"
          disabled={rollout === 0}
          aria-label="Previous sibling"
          onClick={() => go(-1)}
        >
          ‹
        </button>
        <span>
          response {rollout + 1} of {members.length}
        </span>
        <button
          type="button"
          className="button"
          disabled={rollout === members.length - 1}
          aria-label="Next sibling"
          onClick={() => go(1)}
        >
          ›
        </button>
      </span>
      <span className="chip">
        <VerdictMark verdict={verdictOf(batch, row)} /> reward <b>{fixed(batch.reward[row]!)}</b>
      </span>
      {advantage !== undefined && (
        <span className="chip">
          advantage <b>{signed(advantage)}</b>
        </span>
      )}
      <p className="rollout-note">{notes[row]}</p>
    </div>
  )
}

function Tokens(props: PlacedProps) {
  const { snapshot, task, place, onSelect, onSignal } = props
  const { batch, explain } = snapshot
  const { start, end, token, rollout, members } = place
  const coloured = useColouredTokens(props, place)
  const [hover, setHover] = useState<number | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new selection takes the detail line back from the pointer.
  useEffect(() => setHover(undefined), [rollout, token])
  const container = useRovingFocus(`${rollout} ${token}`)
  const onToken = useCallback((position: number) => onSelect({ token: position }), [onSelect])
  const entropy = useMemo(() => batch.entropy?.subarray(start, end), [batch, start, end])
  const size = end - start
  const position = hover !== undefined && hover < size ? hover : token
  if (size === 0) return <p className="panel-empty">This response is empty.</p>
  return (
    <div className="rollout-tokens">
      <div className="rollout-controls">
        <button
          type="button"
          className="button"
          disabled={token === 0}
          onClick={() => onToken(token - 1)}
          aria-label="Previous token"
        >
          ‹ token
        </button>
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
        <button
          type="button"
          className="button"
          disabled={token === size - 1}
          onClick={() => onToken(token + 1)}
          aria-label="Next token"
        >
          token ›
        </button>
        <span className="number">
          {token + 1} / {size}
        </span>
        <span className="rollout-signal">
          <SignalSelect batch={batch} explain={explain} drawn={coloured.signal} onSignal={onSignal} />
        </span>
      </div>
      <div ref={container} className="rollout-strip">
        <TokenStrip
          label={`Response ${rollout + 1} of ${members.length}`}
          vocabulary={task.vocabulary}
          token={batch.token}
          mask={batch.mask}
          start={start}
          end={end}
          values={coloured.values}
          valueLabel={coloured.signal.label.toLowerCase()}
          domain={coloured.domain}
          selected={token}
          future={token + 1}
          onToken={onToken}
          onHover={setHover}
        />
      </div>
      <TokenDetail
        batch={batch}
        vocabulary={task.vocabulary}
        response={rollout + 1}
        position={position}
        at={start + position}
        signal={coloured.signal}
        values={coloured.values}
      />
      <Legend
        domain={coloured.domain}
        label={`${coloured.signal.label.toLowerCase()}, scale of the group`}
        unit={coloured.signal.unit}
      />
      {entropy && <EntropyLine entropy={entropy} selected={token} onToken={onToken} />}
    </div>
  )
}

function Here({ snapshot, task, level, place, at, onBranch, branch }: PlacedProps & { readonly at: number }) {
  const { batch, top, problems } = snapshot
  const [pick, setPick] = useState<{ readonly at: number; readonly id: number } | undefined>(undefined)
  const sampled = batch.token[at]!
  const picked = pick?.at === at ? pick.id : sampled
  const written = useMemo(() => Array.from(batch.token.subarray(place.start, at)), [batch, place.start, at])
  const problem = problems[place.group]
  const picture = useMemo((): Picture | undefined => {
    if (!problem?.data) return undefined
    return task.picture(level, { ...problem, data: problem.data }, [...written, picked])
  }, [problem, task, level, written, picked])
  const prefix = [...written, picked]
  const isOwn = branch && branch.problem === problem?.index
  return (
    <div className="rollout-here">
      <section className="card" aria-label="Next-token distribution">
        <h3 className="card-title">Next token at position {place.token + 1}</h3>
        {top ? (
          <TopTokens
            tokens={nextTokens(top, at, sampled, batch.oldLogp?.[at])}
            vocabulary={task.vocabulary}
            picked={picked}
            onPick={id => setPick({ at, id })}
          />
        ) : (
          <NotMeasured problem={problem} />
        )}
      </section>
      {picture && (
        <section className="card" aria-label="The world after this token">
          <h3 className="card-title">
            {picked === sampled ? 'After this token' : `If it had been ${visible(tokenText(task.vocabulary, picked))}`}
          </h3>
          <World picture={picture} />
        </section>
      )}
      <BranchCard
        vocabulary={task.vocabulary}
        prefix={prefix}
        branch={isOwn ? branch : undefined}
        onContinue={onBranch && (() => onBranch(prefix, branchTimes))}
      />
    </div>
  )
}

function Table({ snapshot, task, place }: PlacedProps) {
  const { batch } = snapshot
  const { start, end } = place
  return (
    <DataTable
      label="numbers of every token"
      head={['position', 'token', ...tokenNumbers(batch, start).map(({ label }) => label)]}
      rows={() =>
        Array.from({ length: end - start }, (_, i) => [
          `${i + 1}`,
          visible(tokenText(task.vocabulary, batch.token[start + i]!)),
          ...tokenNumbers(batch, start + i).map(({ value }) => value),
        ])
      }
    />
  )
}
