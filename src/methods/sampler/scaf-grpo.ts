import { defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { sharedParts } from '../../core/trainings.ts'
import { scaffolded } from './scaf-grpo.math.ts'

/** Golden: JIA-Lab-research/Scaf-GRPO hint_mix_grpo/trainer/ray_trainer.py, RayPPOTrainer.fit (ac9f99e). */
export default defineMethod({
  id: 'scaf-grpo',
  title: 'Scaf-GRPO',
  paper: {
    title: 'Scaf-GRPO: scaffolded group relative policy optimization for enhancing LLM reasoning',
    id: '2510.19807',
    year: 2025,
  },
  idea: 'Where a whole group fails, climb a ladder of hints, each telling more than the last, and put the response of the lowest rung that succeeds in the place of one failure.',
  formula: String.raw`\ell^* = \min\{\ell : r(y_\ell) > 0\}, \; y_\ell \sim \pi(\cdot \mid x, h_\ell), \qquad y_1 \leftarrow y_{\ell^*} \;\text{ if all } r_i = 0`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    x: { is: 'problem', text: 'the problem' },
    'h_\\ell': { is: 'given', text: 'hint of rung ℓ: given, neither credited nor trained on' },
    'r(y_\\ell)': { is: 'reward', text: 'reward of the response after it' },
  },
  claim:
    'A problem that is never solved gives no gradient, however often it is asked. With the ladder its group always differs, and the hints that are needed shorten until none is. Watch pass@1 on combination-chain, which is measured without hints, beside GRPO.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'In the released code the rungs of planning are commented out, and its metric of that name counts rungs of the solution.',
    'All rungs are drawn at once and the lowest success is taken: the cost of a failed group is a whole ladder more.',
    'The helped response must be scored and trained under the hint that it had: without it the ratio is wrong from the start.',
    'One success by luck on a low rung is taken as proof that so little help is enough.',
  ],
  versusGrpo: 'A group without a success gets one response that was helped, just enough; all else is GRPO.',
  tasks: ['combination-chain', 'token-tree', 'modular-arithmetic'],
  standIn:
    'Hints are growing beginnings of a right answer that the task gives, in place of written hints on concepts, plans and solutions.',
  training: sharedParts,
  slots: {
    advantage: 'grpo',
    sampler: sampler({
      params: {
        exemptIterations: number({
          label: 'Iterations without help',
          default: 10,
          paper: 50,
          min: 0,
          max: 10_000,
          integer: true,
          note: 'First see what is only not learned yet.',
        }),
        rungs: number({
          label: 'Rungs',
          default: 8,
          paper: 12,
          min: 0,
          max: 64,
          integer: true,
          note: 'The last one tells all but the last token; 0 is GRPO.',
        }),
      },
      compute: (handle, problems, groupSize, { exemptIterations, rungs }, { iteration, draw }) =>
        scaffolded(handle, problems, groupSize, iteration <= exemptIterations ? 0 : rungs, draw),
    }),
  },
})
