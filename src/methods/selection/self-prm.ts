import { maskOf, type With } from '../../core/batch.ts'
import {
  aggregated,
  aggregateParams,
  bestOf,
  electedOf,
  type StepAggregate,
  votesFor,
} from '../../core/formulas/judged.ts'
import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe, selection } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { errorF1, firstBelow } from './self-prm.math.ts'

type Said = With<'oldLogp'>

/** [tokens] how likely the policy found each token of a response; what the world said in it is not in doubt. */
function ownSteps(batch: Said, i: number): readonly number[] {
  const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
  const mask = maskOf(batch).subarray(from, to)
  return Array.from(batch.oldLogp.subarray(from, to), (logp, t) => (mask[t] === 0 ? 1 : Math.exp(logp)))
}

const scoresOf = (batch: Said, how: StepAggregate): Float32Array =>
  Float32Array.from({ length: batch.rollouts }, (_, i) => aggregated(ownSteps(batch, i), how))

/** No golden file of its own: votes are those of weighted-vote, whose cases run. */
export default defineMethod({
  id: 'self-prm',
  title: 'Self-PRM',
  paper: {
    title: 'Is PRM necessary? Problem-solving RL implicitly induces PRM capability in large language models',
    id: '2505.11227',
    year: 2025,
  },
  idea: 'Draw n responses and let the policy that wrote them judge their steps: the one that it doubts least is handed out, or its scores weigh the votes.',
  formula: String.raw`s_i = \text{agg}_t\, \pi(y_{i,t} \mid y_{i,<t}), \qquad \hat y = \arg\max_i s_i`,
  symbols: {
    s_i: { is: 'score', text: 'what the policy says of its own response' },
    '\\pi(y_{i,t} \\mid y_{i,<t})': { is: 'oldProbability', text: 'how likely it found each token' },
  },
  claim:
    'A policy that solves problems has an opinion of its own steps for free. It helps where doubt and error go together, and is sure of its habits where it is wrong: watch how many of the responses that it accepts are right, and whether that rises with the solve rate over a training.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A constant score is a pick at random, or a plain majority.',
    'On hard problems most of what is accepted is wrong: precision is read beside accuracy.',
    'A score over steps favours short responses where steps are multiplied.',
  ],
  versusGrpo: 'Nothing is trained: the group is drawn to choose from, not to compare.',
  standIn:
    'The paper asks the model in words whether each step is right; a small policy cannot read the question, so that the probability that it gave each token stands for its Yes.',
  tasks: ['fork-tokens', 'token-tree', 'combination-chain'],
  defaults: { stepAggregate: 'min' },
  trains: false,
  slots: {
    selection: selection({
      needs: ['oldLogp'],
      params: {
        ...aggregateParams,
        selfRank: choice({
          label: 'Handed out',
          options: ['best', 'vote'],
          default: 'best',
          paper: 'best',
          meaning: { best: 'the response of the highest score', vote: 'the answer with the most weight of scores' },
        }),
      },
      compute: (batch, { stepAggregate, selfRank }) => {
        const score = scoresOf(batch, stepAggregate)
        const weightOf = (members: readonly number[]) => pick(score, members)
        const votes = votesFor(batch, weightOf)
        return {
          chosen: selfRank === 'best' ? bestOf(batch, score) : electedOf(batch, weightOf),
          explain: {
            score: { extent: 'rollout', values: score, signed: false },
            votes: { extent: 'rollout', values: votes, signed: false },
          },
        }
      },
    }),
    probe: probe({
      needs: ['oldLogp', 'correct', 'prefixValue'],
      params: aggregateParams,
      compute: (batch, { stepAggregate }) => {
        const accepted = [...scoresOf(batch, stepAggregate)].flatMap((score, i) => (score >= 0.5 ? [i] : []))
        const called = Array.from({ length: batch.rollouts }, (_, i) => {
          const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
          // The chance after each token is that before the next, and at the end the verdict.
          const after = [...batch.prefixValue.subarray(from + 1, to), batch.correct[i]!]
          return { said: firstBelow(ownSteps(batch, i)), truth: after.findIndex(chance => chance <= 0) }
        })
        const f1 = errorF1(called)
        return {
          metrics: {
            selfAccepted: accepted.length / batch.rollouts,
            ...(accepted.length > 0 && { selfPrecision: mean(pick(batch.correct, accepted)) }),
            ...(f1 !== undefined && { selfErrorF1: f1 }),
          },
        }
      },
    }),
  },
})
