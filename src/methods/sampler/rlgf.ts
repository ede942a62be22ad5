import { defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { rollInOf } from './rlgf.math.ts'

/** Golden: Cornell-RL/tril src/tril/utils/logit_processors.py, RollinProcessor.create_mask (b9a4de9). */
export default defineMethod({
  id: 'rlgf',
  title: 'RLGF (PPO++)',
  paper: { title: 'Learning to generate better than your LLM', id: '2306.11816', year: 2023 },
  idea: 'Let a guide begin: it writes up to a random place, the policy goes on from there, and only what the policy wrote is trained.',
  formula: String.raw`y_{1 \ldots h} \sim \pi_g, \quad y_{h+1 \ldots} \sim \pi_\theta, \qquad h \sim \begin{cases} \text{uniform on } \{1, \ldots, |y_g| - 1\} & \text{with chance } \beta \\ 0 & \text{else} \end{cases}`,
  symbols: {
    'y_{1 \\ldots h}': { is: 'given', text: 'beginning that the guide wrote: neither credited nor trained on' },
    'y_{h+1 \\ldots}': { is: 'token', text: 'what the policy writes after it' },
    '\\beta': { is: 'rollInShare', text: 'chance that the guide begins' },
  },
  claim:
    'Starts near the end of a right answer are easy, and what is learned there makes earlier starts easy: from the end backwards. On countdown pass@1, measured without a guide, runs ahead of PPO’s. Where the policy finds its own way, as on token-tree and fork-tokens, the guide only takes responses away from it, and PPO is faster.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Rewards of one group come from different starts: their mean is no baseline, so that a value head has to be learned.',
    'States that the guide reaches and the policy never does take a part of the training.',
    'The paper’s other ways, where the policy begins and the guide ends, or both in turn, are not here.',
  ],
  versusGrpo: 'PPO with its value head, and most responses begin as a guide would.',
  tasks: ['countdown', 'combination-chain', 'token-tree'],
  standIn: 'The guide is the task’s own right answer, in place of a larger language model that errs too.',
  slots: {
    credit: 'ppo',
    sampler: sampler({
      params: {
        rollInShare: number({
          label: 'Share begun by the guide β',
          default: 0.8,
          paper: 0.8,
          min: 0,
          max: 1,
          note: '0 is PPO.',
        }),
      },
      compute: async (handle, problems, groupSize, { rollInShare }, { draw }) => {
        const requests = problems.flatMap(problem =>
          Array.from({ length: groupSize }, (_, rollout) => {
            const guide = handle.reference(problem, draw)
            return { problem, rollout, prefix: guide.slice(0, rollInOf(guide.length, rollInShare, draw)) }
          }),
        )
        const drawn = await handle.continueFrom(requests)
        const rollouts = drawn.map((one, i) => ({ ...one, given: requests[i]!.prefix.length }))
        return problems.map((_, k) => rollouts.slice(k * groupSize, (k + 1) * groupSize))
      },
    }),
  },
})
