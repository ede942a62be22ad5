import { defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { sharedParts } from '../../core/trainings.ts'
import { guided } from './ghpo.math.ts'

/** Golden: hkgc-1/GHPO src/ghpo/ghpo_trainer.py, GHPOTrainer._generate_and_score_completions (af0a7dd). */
export default defineMethod({
  id: 'ghpo',
  title: 'GHPO',
  paper: {
    title: 'GHPO: adaptive guidance for stable and efficient LLM reinforcement learning',
    id: '2507.10628',
    year: 2025,
  },
  idea: 'Where a whole group fails, draw all of it again behind the first quarter of a right answer, then behind half of it, then behind three quarters, until somebody is right.',
  formula: String.raw`\omega^* = \min\{\omega : \max_i r_i(\omega) > 0\}, \; y_i \sim \pi(\cdot \mid x, y^\star_{1 \ldots \omega |y^\star|}), \qquad \omega \in \{0, \tfrac1{S+1}, \ldots, \tfrac S{S+1}\}`,
  symbols: {
    '\\omega': { is: 'given', text: 'share of the right answer that is given: neither credited nor trained on' },
    'r_i(\\omega)': { is: 'reward', text: 'reward of response i behind it' },
    y_i: { is: 'token', text: 'response i of the final group' },
    x: { is: 'problem', text: 'the problem' },
    S: { is: 'stages', text: 'how many stages of help there are' },
  },
  claim:
    'No group stays silent that a long enough hint can make speak, and as the policy learns shorter hints suffice, until none is needed. On combination-chain the whole group learns the rest of the chain behind its hint, so that even the longest is solved from its end: pass@1, measured without hints, beside GRPO and scaf-grpo.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'In the released code each stage rebuilds all prompts: groups solved at an earlier stage keep what they said behind their hint, but are trained under a prompt without it. Here they are trained as they were drawn.',
    'Only the accuracy decides who needs help; a reward for form would hide that nobody is right.',
    'Groups of which nobody is right at the last stage stay silent, at the price of four groups.',
    'The released configuration names a hint ratio that the trainer does not read.',
  ],
  versusGrpo: 'A group without a success is drawn again as a whole behind more and more of a right answer.',
  tasks: ['combination-chain', 'token-tree', 'modular-arithmetic'],
  standIn:
    'Hints are beginnings of a right answer that the task gives, cut at tokens in place of the characters of a written solution.',
  training: sharedParts,
  defaults: { epsilon: 1e-4 },
  slots: {
    advantage: 'grpo',
    sampler: sampler({
      params: {
        stages: number({
          label: 'Stages of help S',
          default: 3,
          paper: 3,
          min: 0,
          max: 16,
          integer: true,
          note: 'Three give a quarter, a half and three quarters of the answer; 0 is GRPO.',
        }),
      },
      compute: (handle, problems, groupSize, { stages }, { draw }) => guided(handle, problems, groupSize, stages, draw),
    }),
  },
})
