import type { Log, LogBatch } from '../../core/log.ts'
import { short, signedShort } from '../kit/numbers.ts'

/** Responses that are shown, and characters of each. */
const [mostRows, mostText] = [12, 200]

/** The first group, so that a wrong reading is seen before anything is made of it. */
export function FirstGroup({ log }: { readonly log: Log }) {
  const [first] = log.batches
  if (!first) return null
  const members = [...first.batch.group.keys()].filter(i => first.batch.group[i] === 0)
  const prompt = first.rollouts[members[0] ?? 0]?.prompt
  return (
    <section className="open-part open-first" aria-label="First group, as it will be read">
      <h3>First group, as it will be read</h3>
      <p className="open-prompt">{prompt ?? <span className="panel-note">The log has no prompts.</span>}</p>
      <p className="panel-note">{statistics(first, members)}</p>
      <table className="open-rows">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">reward</th>
            <th scope="col">logged</th>
            <th scope="col">response</th>
          </tr>
        </thead>
        <tbody>
          {members.slice(0, mostRows).map((i, k) => (
            <Row key={i} batch={first} i={i} number={k + 1} />
          ))}
        </tbody>
      </table>
      {members.length > mostRows && <p className="panel-note">And {members.length - mostRows} more.</p>}
    </section>
  )
}

function Row({
  batch: { batch, rollouts },
  i,
  number,
}: {
  readonly batch: LogBatch
  readonly i: number
  readonly number: number
}) {
  const advantage = batch.advantage?.[i] ?? Number.NaN
  const length = batch.tokenStart[i + 1]! - batch.tokenStart[i]!
  return (
    <tr>
      <td className="number">{number}</td>
      <td className="number">{short(batch.reward[i]!)}</td>
      <td className={`number ${advantage > 0 ? 'positive' : advantage < 0 ? 'negative' : ''}`}>
        {signedShort(advantage)}
      </td>
      <td className="open-response">{rollouts[i]?.response?.slice(0, mostText) ?? `${length} tokens, no text`}</td>
    </tr>
  )
}

function statistics({ batch }: LogBatch, members: readonly number[]): string {
  const rewards = members.map(i => batch.reward[i]!).filter(Number.isFinite)
  if (rewards.length === 0) return 'No reward in this group.'
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  const spread = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0)
  const deviation = rewards.length > 1 ? Math.sqrt(spread / (rewards.length - 1)) : Number.NaN
  return `${members.length} responses, mean ${short(mean)}, standard deviation ${short(deviation)}`
}
