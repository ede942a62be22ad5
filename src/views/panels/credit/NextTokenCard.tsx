import { memo } from 'react'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { Spot } from '../../kit/locate.ts'
import { NotMeasured } from '../../kit/NotMeasured.tsx'
import { nextTokens, TopTokens } from '../../kit/TopTokens.tsx'

interface NextTokenCardProps {
  readonly snapshot: Snapshot
  readonly place: Spot
  readonly vocabulary: readonly string[]
}

/** What the policy could have written at the selected token. */
export const NextTokenCard = memo(function NextTokenCard({ snapshot, place, vocabulary }: NextTokenCardProps) {
  const { batch, top } = snapshot
  const { at, token, rollout } = place
  return (
    <div className="card">
      <h3 className="card-title">
        Next token at position {token + 1} of response {rollout + 1}
      </h3>
      {top && at !== undefined ? (
        <TopTokens tokens={nextTokens(top, at, batch.token[at]!, batch.oldLogp?.[at])} vocabulary={vocabulary} />
      ) : (
        <NotMeasured problem={snapshot.problems[place.group]} />
      )}
    </div>
  )
})
