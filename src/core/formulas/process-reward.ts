/** Rewards of steps. A step ends at a token whose `processReward` is a number; tokens after the last such end are no step. */
import { groupMembers, maskOf, type With } from '../batch.ts'
import { lastGenerated, tokenRewards } from '../episode.ts'
import { sum } from '../math.ts'
import type { RewardResult } from '../method.ts'
import { choice, number, type ParamSpecs } from '../params.ts'
import type { Step } from './monte-carlo.ts'

export type Judged = With<'processReward'>

/** The judged steps of a rollout. */
export function judgedSteps({ processReward, tokenStart }: Judged, rollout: number): Step[] {
  const steps: Step[] = []
  let start = tokenStart[rollout]!
  for (let t = start; t < tokenStart[rollout + 1]!; t++) {
    if (Number.isNaN(processReward[t]!)) continue
    steps.push({ start, end: t + 1 })
    start = t + 1
  }
  return steps
}

/** What the judge says of a step. */
export const judgement = ({ processReward }: Judged, { end }: Step): number => processReward[end - 1]!

/** [T] one value per step copied to its tokens; 0 at tokens of no step and where the mask is 0. */
export function spreadSteps(batch: Judged, of: (step: Step, rollout: number, index: number) => number): Float32Array {
  const mask = maskOf(batch)
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    judgedSteps(batch, i).forEach((step, k) => {
      const value = of(step, i, k)
      for (let t = step.start; t < step.end; t++) result[t] = mask[t] === 0 ? 0 : value
    })
  }
  return result
}

export const rewardSourceParams = {
  processWeight: number({
    label: 'Weight of the step judge',
    default: 1,
    min: 0,
    max: 10,
    note: '0 leaves the verifier alone.',
  }),
  verifiedWeight: number({
    label: 'Weight of the verifier',
    default: 0,
    paper: 1,
    min: 0,
    max: 10,
    note: '0 trusts the step judge alone: watch it being exploited.',
  }),
} as const satisfies ParamSpecs

/** How `payAboveSiblings` compares, and which tokens are trained. */
export const stepCreditParams = {
  baselineUnit: choice({
    label: 'Baseline per',
    options: ['step', 'token'],
    default: 'step',
    paper: 'token',
    meaning: { step: 'mean pay of a sibling’s step', token: 'mean pay of a sibling’s token, times the step’s tokens' },
  }),
  separators: choice({
    label: 'Ends of steps',
    options: ['trained', 'silent'],
    default: 'trained',
    paper: 'silent',
    note: 'Whether tokens that only end a step are trained on.',
  }),
} as const satisfies ParamSpecs

/**
 * Rewards at the ends of steps, plus the verifier's verdict at the last token. `weigh` turns a response's judgements into
 * what each step is paid. The parts `process` and `verified` sum to the reward.
 */
export function payForSteps(
  batch: Judged & With<'correct'>,
  { processWeight, verifiedWeight }: { readonly processWeight: number; readonly verifiedWeight: number },
  weigh: (judgements: readonly number[], rollout: number) => readonly number[],
): RewardResult {
  const tokenReward = new Float32Array(batch.token.length)
  const paid = new Float32Array(batch.token.length)
  const process = new Float32Array(batch.rollouts)
  const verified = batch.correct.map(right => verifiedWeight * right)
  for (let i = 0; i < batch.rollouts; i++) {
    const steps = judgedSteps(batch, i)
    const pay = weigh(
      steps.map(step => judgement(batch, step)),
      i,
    )
    steps.forEach(({ end }, k) => {
      paid[end - 1] = processWeight * pay[k]!
      process[i]! += paid[end - 1]!
    })
    tokenReward.set(paid.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]), batch.tokenStart[i])
    const last = lastGenerated(batch, i)
    if (last >= 0) tokenReward[last]! += verified[i]!
  }
  return {
    reward: process.map((total, i) => total + verified[i]!),
    parts: { process, verified },
    tokenReward,
    explain: { stepPay: { extent: 'token', values: paid } },
  }
}

/**
 * [T] what each token is paid above the siblings' mean, and the part of it that is subtracted at the ends of steps.
 * `step`: the mean over siblings of their pay per step; `token`: their pay per token, times the tokens of the step. The
 * verifier's part is compared with its own leave-one-out mean. A group of one is compared with itself: 0 in total.
 * Source: CJReinforce/PURE experience_maker.process_experiences (41f9363).
 */
export function payAboveSiblings(batch: Judged, unit: 'step' | 'token') {
  const verified = batch.rewardParts?.verified ?? new Float32Array(batch.rollouts)
  const paid = tokenRewards(batch)
  const above = Float32Array.from(paid)
  const stepShare = new Float32Array(batch.token.length)
  const verifiedAbove = new Float32Array(batch.rollouts)
  const steps = Array.from({ length: batch.rollouts }, (_, i) => judgedSteps(batch, i))
  const own = (i: number) => sum(paid.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])) - verified[i]!
  const size = (i: number) => batch.tokenStart[i + 1]! - batch.tokenStart[i]!
  for (const members of groupMembers(batch)) {
    for (const i of members) {
      const others = members.length > 1 ? members.filter(j => j !== i) : members
      const mean = (value: (j: number) => number) => sum(others.map(value)) / others.length
      const share =
        unit === 'token'
          ? sum(others.map(own)) / Math.max(1, sum(others.map(size)))
          : mean(j => own(j) / (steps[j]!.length || 1))
      for (const { start, end } of steps[i]!) stepShare[end - 1] = share * (unit === 'token' ? end - start : 1)
      const last = lastGenerated(batch, i)
      const usual = mean(j => verified[j]!)
      if (last >= 0) above[last]! -= usual
      verifiedAbove[i] = verified[i]! - usual
    }
  }
  return { above: above.map((pay, t) => pay - stepShare[t]!), stepShare, verifiedAbove }
}

/** Maximal runs of steps that are judged alike: above 0 is right. */
export function thoughtsOf(batch: Judged, rollout: number): (Step & { readonly right: boolean })[] {
  const thoughts: (Step & { readonly right: boolean })[] = []
  for (const step of judgedSteps(batch, rollout)) {
    const right = judgement(batch, step) > 0
    const before = thoughts.at(-1)
    if (before?.right === right) thoughts[thoughts.length - 1] = { ...before, end: step.end }
    else thoughts.push({ ...step, right })
  }
  return thoughts
}

/** 1 for each step that is judged right, -1 for the others. */
export const verdictsOf = (batch: Judged, rollout: number): number[] =>
  judgedSteps(batch, rollout).map(step => (judgement(batch, step) > 0 ? 1 : -1))
