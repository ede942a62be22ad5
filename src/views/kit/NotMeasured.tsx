import type { GroupProblem } from '../../core/snapshot.ts'
import './kit.css'

/** Why there is no next-token distribution. Problems of a live run carry data, those of a log do not. */
export function NotMeasured({ problem }: { readonly problem: GroupProblem | undefined }) {
  return (
    <p className="panel-note">
      {problem?.data
        ? 'Not measured while the run plays at full speed. Next iteration measures it.'
        : 'Not recorded: a log holds the sampled tokens only.'}
    </p>
  )
}
