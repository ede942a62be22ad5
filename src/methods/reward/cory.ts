import { mean } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { attemptsOf, shared } from './cory.math.ts'

/** Golden: derived from Harry67Hu/CORY imdb_train/cory.py (710219f). */
export default defineMethod({
  id: 'cory',
  title: 'CORY',
  paper: {
    title:
      'Coevolving with the other you: fine-tuning LLM with sequential cooperative multi-agent reinforcement learning',
    id: '2410.06101',
    year: 2024,
  },
  idea: 'Let a pioneer answer, an observer answer after having seen that, and pay both the sum of what the two answers are worth.',
  formula: 'r_i = a_{i,1} + a_{i,2}',
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i, for both of its attempts' },
    'a_{i,1}': { is: 'pioneer', text: 'worth of the first attempt' },
    'a_{i,2}': { is: 'observer', text: 'worth of the second; 0 where there is none' },
  },
  claim:
    'Each is paid for helping the other: the pioneer for an answer that is easy to improve on, the observer for repairs. On two-attempts pioneerRight and observerRight rise together and the second look becomes the rule. Nobody pays for an end: the solve rate, for which a response must have one, stays behind that of GRPO.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'For the observer, the part of the reward that the pioneer earned is noise: it was settled before.',
    'A pioneer that is right leaves the observer nothing but to agree, and learning to copy pays.',
    'In the released file the comments call the two by each other’s names.',
  ],
  versusGrpo: 'Two attempts in a row, both paid the sum of the two.',
  tasks: ['two-attempts'],
  standIn:
    'The two agents are the rows of one table for first and for second answers, which share nothing; in the paper they are two copies of a model that change places every few iterations.',
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['attempt'],
      compute: batch => {
        const attempts = attemptsOf(batch)
        const column = (of: (worth: readonly number[]) => number) => Float32Array.from(attempts, of)
        const parts = { pioneer: column(([first = 0]) => first), observer: column(([, second = 0]) => second) }
        const explain = (values: Float32Array) => ({ extent: 'rollout' as const, values, signed: false })
        return {
          reward: column(shared),
          parts,
          explain: { pioneer: explain(parts.pioneer), observer: explain(parts.observer) },
        }
      },
    }),
    probe: probe({
      needs: ['attempt'],
      compute: batch => {
        const attempts = attemptsOf(batch)
        const second = attempts.flatMap(([, own]) => (own === undefined ? [] : [own]))
        return {
          metrics: {
            pioneerRight: mean(attempts.map(([first = 0]) => first)),
            ...(second.length > 0 && { observerRight: mean(second) }),
            observed: second.length / Math.max(1, attempts.length),
          },
        }
      },
    }),
  },
})
