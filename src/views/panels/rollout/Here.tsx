import { useMemo, useState } from 'react'
import type { Picture } from '../../../core/picture.ts'
import { NotMeasured } from '../../kit/NotMeasured.tsx'
import { nextTokens, TopTokens } from '../../kit/TopTokens.tsx'
import { tokenText, visible } from '../../kit/tokens.ts'
import { BranchCard, branchTimes } from './BranchCard.tsx'
import type { SpotProps } from './spot-props.ts'
import { WorldPicture } from './world/WorldPicture.tsx'

/** What could have been written here, what the world looks like then, and where it would have led. */
export function Here(props: SpotProps & { readonly at: number }) {
  const { snapshot, world, place, at, onBranch } = props
  const { vocabulary, task, level } = world
  const { batch, problems } = snapshot
  const [pick, setPick] = useState<{ readonly at: number; readonly id: number } | undefined>(undefined)
  const sampled = batch.token[at]!
  const picked = pick?.at === at ? pick.id : sampled
  const prefix = useMemo(() => [...batch.token.subarray(place.start, at), picked], [batch, place.start, at, picked])
  const problem = problems[place.group]
  const picture = useMemo(
    (): Picture | undefined =>
      task && level && problem?.data && task.picture(level, { ...problem, data: problem.data }, prefix),
    [problem, task, level, prefix],
  )
  const after = picked === sampled ? 'After this token' : `If it had been ${visible(tokenText(vocabulary, picked))}`
  return (
    <div className="rollout-here">
      <Distribution {...props} picked={picked} onPick={id => setPick({ at, id })} />
      {picture && (
        <section className="card" data-kind={picture.kind} aria-label="The world after this token">
          <h3 className="card-title">{after}</h3>
          <WorldPicture picture={picture} />
        </section>
      )}
      <BranchCard
        vocabulary={vocabulary}
        prefix={prefix}
        onContinue={onBranch && (() => onBranch(prefix, branchTimes))}
      />
    </div>
  )
}

interface DistributionProps extends SpotProps {
  readonly at: number
  readonly picked: number
  readonly onPick: (id: number) => void
}

function Distribution({ snapshot, world, place, at, picked, onPick }: DistributionProps) {
  const { batch, top, problems } = snapshot
  return (
    <section className="card" aria-label="Next-token distribution">
      <h3 className="card-title">Next token at position {place.token + 1}</h3>
      {top ? (
        <TopTokens
          tokens={nextTokens(top, at, batch.token[at]!, batch.oldLogp?.[at])}
          vocabulary={world.vocabulary}
          picked={picked}
          onPick={onPick}
        />
      ) : (
        <NotMeasured problem={problems[place.group]} />
      )}
    </section>
  )
}
