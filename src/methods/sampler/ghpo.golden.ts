/** hkgc-1/GHPO GHPOTrainer._generate_and_score_completions (af0a7dd); the walks over the stages are derived. */
import { fails } from '../../core/formulas/guidance.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import {
  context,
  estimateOf,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  number,
  record,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { givenOf, sharesOf } from './ghpo.math.ts'

/** Tokens of the right answer: enough that every stage has a length of its own. */
const answerLength = 1000

const paidAs = (reward: number): SampledRollout => ({ tokens: [0], logp: [0], entropy: [0], reward })

function needy({ inputs, params }: GoldenCase) {
  const [accuracy, size] = [vector(inputs.accuracy_reward), number(params.num_generations)]
  const groups = Array.from({ length: accuracy.length / size }, (_, k) => accuracy.slice(k * size, (k + 1) * size))
  const failing = groups.map(group => fails(group.map(paidAs)))
  return {
    needs_hint: accuracy.map((_, i) => (failing[Math.floor(i / size)] ? 1 : 0)),
    redo_groups: [...groups.keys()].filter(k => failing[k]),
  }
}

function hinted({ inputs, params }: GoldenCase) {
  const solution = text(inputs.solution)
  const length = givenOf(solution.length, number(params.ratio))
  return { length, hint: solution.slice(0, length) }
}

async function walked({ inputs, params }: GoldenCase) {
  const shares = [0, ...sharesOf(Object.keys(record(inputs.accuracy_at_ratio)).length - 1)]
  const stages = shares.map(share => vector(record(inputs.accuracy_at_ratio)[String(share)]))
  const groupSize = stages[0]!.length
  for (const stage of stages) fixed('responses of every stage', stage.length, groupSize)
  let drawn = 0
  const handle: SamplerHandle = {
    temperature: 1,
    reference: () => new Array<number>(answerLength).fill(0),
    continueFrom: async requests =>
      requests.map(({ prefix }) => {
        const stage = shares.findIndex(share => Math.round(share * answerLength) === prefix.length)
        drawn += 1
        return paidAs(stages[stage]![(drawn - 1) % groupSize]!)
      }),
  }
  const values = settings('ghpo', 'none', { stages: stages.length - 1 })
  const part = resolveMethod('ghpo').sampler!.part
  const [group] = await part.compute(handle, [0], groupSize, values, { ...context, iteration: 1 })
  const [accuracy, form] = [group!.map(({ reward }) => reward), vector(inputs.format)]
  // The form is a reward of its own in the case; who needs help, it does not say.
  const [accuracyWeight, formWeight] = vector(params.reward_weights)
  const reward = accuracy.map((right, i) => accuracyWeight! * right + formWeight! * form[i]!)
  return {
    final_ratio: (group![0]!.given ?? 0) / answerLength,
    final_accuracy: accuracy,
    advantages: estimateOf('ghpo', values, { mask: reward.map(() => [1]), reward }).advantage,
  }
}

const family: GoldenFamily = {
  file: 'data/ghpo',
  run: c => ('accuracy_reward' in c.inputs ? needy(c) : 'solution' in c.inputs ? hinted(c) : walked(c)),
}

export default [family] satisfies readonly GoldenFamily[]
