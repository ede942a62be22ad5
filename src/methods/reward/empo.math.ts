/** Semantic clusters of one group (arXiv 2504.05812). Source: QingyangZhang/EMPO trl/src/open_r1/rewards.py get_empo_math_reward (c5eccd4). */
import { entropy } from '../../core/math.ts'

export interface Clusters {
  /** [G] number of each answer's cluster, in the order in which they were opened. */
  readonly cluster: readonly number[]
  /** [clusters] share of the group in each. */
  readonly share: readonly number[]
  /** In nats. */
  readonly entropy: number
}

/** Equal texts are one cluster; what could not be read is the empty text, and a cluster too. */
export function clustersOf(answers: readonly string[]): Clusters {
  const opened = [...new Set(answers)]
  const cluster = answers.map(answer => opened.indexOf(answer))
  const share = opened.map((_, c) => cluster.filter(own => own === c).length / answers.length)
  return { cluster, share, entropy: entropy(share) }
}

/** [G] share of the own cluster; 0 for what could not be read, and for all where no two answers agree. */
export function agreement(answers: readonly string[]): number[] {
  const { cluster, share } = clustersOf(answers)
  const scattered = share.length === answers.length
  return answers.map((answer, k) => (scattered || answer === '' ? 0 : share[cluster[k]!]!))
}
