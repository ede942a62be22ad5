import { useMemo } from 'react'
import { groupMembers } from '../../core/batch.ts'
import { pick } from '../../core/math.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { entryOf, isMeasured, material, rivalOf } from '../../methods/bench.ts'
import { relation } from '../../methods/bench-why.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { measureWhole } from '../../methods/whole.ts'
import { usualBench } from '../../store/bench-address.ts'
import { selectionIn, shownSnapshot } from '../../store/select/look.ts'
import { writeHash } from '../../store/url.ts'
import { fixed, signed } from '../kit/numbers.ts'
import { useActions, usePage, usePageNow } from '../shell/page.ts'
import './own-group.css'

/** More responses than this are a table for the bench. */
const most = 16

/** The method on the group that is selected in the playground, beside its nearest rival; the rest is on the bench. */
export function OnYourGroup({ method }: { readonly method: ResolvedMethod }) {
  const snapshot = usePage(shownSnapshot)
  if (!method.credit || !snapshot || snapshot.batch.rollouts === 0) return null
  return (
    <section className="method-part">
      <h3>On your group</h3>
      <Numbers id={method.method.id} snapshot={snapshot} />
    </section>
  )
}

function Numbers({ id, snapshot }: { readonly id: string; readonly snapshot: Snapshot }) {
  const { putOnBench } = useActions()
  const now = usePageNow()
  const selection = usePage(state => state.selection)
  const { batch, iteration, problems } = snapshot
  const { group } = selectionIn(selection, batch)
  const members = (groupMembers(batch)[group] ?? []).slice(0, most)
  const rival = rivalOf(id)
  const outcomes = useMemo(() => {
    const given = material(batch)
    return [id, rival].map(key => measureWhole(entryOf(key), given, iteration))
  }, [batch, iteration, id, rival])
  const numbers = outcomes.map(outcome => (isMeasured(outcome) ? pick(outcome.batch.advantage, members) : undefined))
  const [own, other] = numbers
  const open = () => {
    putOnBench([id, rival, ...usualBench.rows], rival)
    location.hash = writeHash(now())
  }
  return (
    <>
      <p className="panel-note">
        Advantages in <span className="mono">{problems[group]?.text ?? `group ${group + 1}`}</span>, iteration{' '}
        {iteration}. {own && other && `Against ${outcomes[1]?.entry.title}: ${relation(other, own)}`}
      </p>
      <div className="data-scroll">
        <table className="own-group">
          <tbody>
            <tr>
              <th scope="row">reward</th>
              {members.map(row => (
                <td key={row} className="number">
                  {fixed(batch.reward[row]!)}
                </td>
              ))}
            </tr>
            {outcomes.map((outcome, k) => (
              <tr key={outcome.entry.key}>
                <th scope="row">{outcome.entry.title}</th>
                {numbers[k] ? (
                  numbers[k].map((value, at) => (
                    <td key={members[at]} className="number">
                      {signed(value)}
                    </td>
                  ))
                ) : (
                  <td colSpan={members.length}>{'because' in outcome && outcome.because}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <button type="button" className="button" onClick={open}>
          Open on the bench
        </button>
      </p>
    </>
  )
}
