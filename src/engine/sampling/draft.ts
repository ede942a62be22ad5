/** Responses as they were drawn, and the batch that holds them: tokens, the sampler's statistics, turns. */
import { type Batch, maskOf } from '../../core/batch.ts'
import type { Searched } from '../../core/search.ts'
import type { Sampled } from '../../policy/policy.ts'
import type { Frame, Run } from '../run.ts'
import { drawnLogp } from './rollout.ts'
import { turnColumns } from './turns.ts'

export interface Draft {
  readonly sampled: Sampled
  /** [n] group of each row. */
  readonly group: Int32Array
  /** [T] what a sampler recorded; absent means that these very statistics are the sampler's. */
  readonly samplerLogp?: Float32Array
  /** [T] 1 = somebody else wrote it; absent means that the policy drew all of it. */
  readonly external?: Float32Array
  /** [n] how many tokens at the start of each response were a hint; absent means none. */
  readonly given?: Int32Array
  /** [n] iterations since each was drawn; absent means that all are new. */
  readonly age?: Float32Array
  /** [n] relative temperatures; absent means that all were drawn at the run's. */
  readonly tempered?: Float32Array
  readonly drawn: Frame['drawn']
  /** [groups] how they were found; absent means that they were drawn. */
  readonly searches?: readonly Searched[]
  /** Responses that were drawn beside these and left out; absent means none. */
  readonly spare?: number
}

/** A frame whose batch holds these responses. Rewards are NaN until they are judged. */
export function draftedFrame(run: Run, frame: Frame, draft: Draft): Frame {
  const {
    sampled,
    group,
    drawn,
    samplerLogp = drawnLogp(sampled),
    tempered,
    external,
    given,
    age,
    searches,
    spare = 0,
  } = draft
  const k = sampled.token.length > 0 ? sampled.topToken.length / sampled.token.length : 0
  const batch: Batch = {
    rollouts: group.length,
    groups: frame.problems.length,
    group,
    reward: new Float32Array(group.length).fill(Number.NaN),
    tempered: tempered ?? new Float32Array(group.length).fill(1),
    age: age ?? new Float32Array(group.length),
    tokenStart: sampled.tokenStart,
    token: sampled.token,
    vocabulary: run.policy.vocabSize,
    oldLogp: run.params.oldFrom === 'sampler' ? samplerLogp : sampled.logp,
    samplerLogp,
    oldEntropy: sampled.entropy,
    oldMeanLogp: sampled.meanLogp,
    collision: sampled.collision,
    keptMass: sampled.keptMass,
    ...(sampled.value && { oldValue: sampled.value }),
    ...(external && { external }),
  }
  return {
    ...frame,
    // What a sampler tried counts as sampled, whatever became of it.
    judged: { ...frame.judged, rollouts: frame.judged.rollouts + spare },
    drawn,
    ...(searches && { searches }),
    sampled,
    batch: withGiven({ ...batch, ...turnColumns(run, frame.problems, batch) }, given),
    notes: Array.from(group, () => ''),
    ...(k > 0 && { top: { k, token: sampled.topToken, probability: sampled.topProbability } }),
  }
}

/** What was given is no action of the policy: marked, and masked as what the world writes. */
function withGiven(batch: Batch, lengths: Int32Array = new Int32Array(batch.rollouts)): Batch {
  if (lengths.every(length => length === 0)) return batch
  const given = new Float32Array(batch.token.length)
  lengths.forEach((length, i) => {
    given.fill(1, batch.tokenStart[i], batch.tokenStart[i]! + length)
  })
  return { ...batch, given, mask: maskOf(batch).map((own, t) => (given[t] === 1 ? 0 : own)) }
}

/** [n] lengths of the hints in a batch. */
export const givenLengths = ({ rollouts, tokenStart, given }: Batch): Int32Array =>
  Int32Array.from({ length: rollouts }, (_, i) =>
    given ? given.subarray(tokenStart[i], tokenStart[i + 1]).reduce((total, flag) => total + flag, 0) : 0,
  )
