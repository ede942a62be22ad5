/** dongguanting/ARPO (e257337): entropy of a segment, the rule of forks; hard attribution is derived from the paper. */
import { withColumns } from '../../core/batch.ts'
import { batchOf, type GoldenCase, type GoldenFamily, matrix, number, vector } from '../golden/harness.ts'
import { attributed, forkScore, forks, turnEntropy } from './arpo.math.ts'

/** One "token" whose entropy is that of all the log-probabilities of a segment. */
const segment = (logps: readonly number[], unit: number) =>
  turnEntropy([logps.reduce((total, logp) => total - Math.exp(logp) * logp, 0)], unit)

function fork({ inputs, params }: GoldenCase) {
  const unit = Math.log(number(params.vocab_size))
  const first = segment(vector(inputs.top_logprobs_first_segment), unit)
  const now = segment(vector(inputs.top_logprobs_after_tool), unit)
  const score = forkScore(number(inputs.uniform_draw), now - first, number(params.entropy_weight))
  const branch = forks(score, { forkProbability: number(params.branch_probability) })
  return { h_init: first, h_now: now, delta: now - first, score, branch }
}

/** Members of one share group begin with the same tokens; all other tokens are different. */
function hard({ inputs }: GoldenCase) {
  const [lengths, shared] = [vector(inputs.lengths), number(inputs.shared_prefix_len)]
  const groupOf = (i: number) => matrix(inputs.share_group).findIndex(members => members.includes(i))
  const plain = batchOf({ mask: lengths.map(length => Array.from({ length }, () => 1)) })
  const token = lengths.flatMap((length, i) =>
    Array.from({ length }, (_, t) => (t < shared ? groupOf(i) : lengths.length + i)),
  )
  const batch = withColumns(
    { ...plain, token: Int32Array.from(token) },
    { advantage: Float32Array.from(vector(inputs.rollout_advantage)) },
  )
  const credit = attributed(batch, { attribution: 'hard' })
  return { token_advantage: lengths.map((_, i) => [...credit.slice(batch.tokenStart[i], batch.tokenStart[i + 1])]) }
}

const arpo: GoldenFamily = {
  file: 'credit/arpo',
  run: c => (c.inputs.share_group === undefined ? fork(c) : hard(c)),
}

export default [arpo] satisfies readonly GoldenFamily[]
