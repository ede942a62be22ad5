import { maskOf, rolloutOfToken, spread } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'

/** Golden: TRL GRPOTrainer with mask_truncated_completions (f2cd577), cases of golden/core/trl-grpo-loss.json. */
export default defineMethod({
  id: 'mask-truncated-completions',
  title: 'Overlong filtering',
  paper: { title: 'DAPO: an open-source LLM reinforcement learning system at scale', id: '2503.14476', year: 2025 },
  idea: 'A response that was cut off says nothing about whether its reasoning was good: count its reward for the group, but do not train on its tokens.',
  formula: String.raw`\hat A_t = (1 - c_i)\, \hat A_i, \quad c_i = \mathbb 1[\text{response } i \text{ did not end by itself}]`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response, from all rewards of the group' },
    c_i: { is: 'truncated', text: '1 = stopped by the length limit' },
  },
  claim:
    'Punishing cut-off responses is meant to make a policy short before it is right. Its price is that nothing teaches a response to stop: on length-budget watch wrong answers and the share that is cut off.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'In TRL’s grpo reduction a masked response still divides the mean by the number of responses; in bnpo and dapo it does not.',
    'If most responses are truncated, few tokens carry a whole update: the gradient’s size jumps.',
    'The reward of the cut-off response still moves the group’s mean and spread.',
  ],
  versusGrpo: 'Responses that ran out of length are not trained on.',
  tasks: ['length-budget', 'modular-arithmetic'],
  shipped: ['trl'],
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'truncated'],
      writes: ['trained'],
      compute: batch => {
        const owner = rolloutOfToken(batch)
        const ended = batch.truncated.map(cut => 1 - cut)
        const trained = maskOf(batch).map((own, t) => own * ended[owner[t]!]!)
        const scaled = batch.advantage.map((a, i) => a * ended[i]! + 0)
        return { credit: spread(batch, scaled), columns: { trained }, explain: rolloutColumns(['ended'], { ended }) }
      },
    }),
  },
})
