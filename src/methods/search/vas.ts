import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { valueSampled } from './vas.math.ts'

/** Golden: idanshen/Value-Augmented-Sampling vas_trainer.py, VASLogitsProcessor.__call__ (85e13ed). */
export default defineMethod({
  id: 'vas',
  title: 'Value augmented sampling',
  paper: {
    title: 'Value augmented sampling for language model alignment and personalization',
    id: '2405.06639',
    year: 2024,
  },
  idea: 'Leave the policy as it is; while decoding, lift the logits of likely next tokens by what a value model says of where they lead.',
  formula: String.raw`z'_v = z_v + \beta\,\big(Q_v - \bar Q\big) \;\text{ for the } k \text{ likeliest } v`,
  symbols: {
    Q_v: {
      is: 'judgedValue',
      text: 'what the judge says of the response with token v next; its mean is over the k likeliest',
    },
    "z'_v": { is: 'group', text: 'logit that is drawn from; every response of the group is drawn so' },
    z_v: { is: 'oldLogp', text: 'the policy’s own logit' },
    '\\beta': { is: 'vasBeta', text: 'how much a difference in value is worth' },
    k: { is: 'vasTop', text: 'tokens that are asked about' },
  },
  claim:
    'The frontier of reward against distance from the policy is nearly that of best of n at a fraction of the tokens, and β moves along it while decoding. Each token costs k judgements.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Tokens outside the k likeliest keep their logit, so that a poor one of the k can fall below them.',
    'Over several steps it is not the optimum at a price of KL: it uses the value of the policy as it is, where the optimum needs the soft value.',
    'Adding a constant to all values changes nothing.',
  ],
  versusGrpo: 'Nothing is trained: the judge steers every token.',
  standIn:
    'The value model is the exact chance of success with an error added, in place of one trained on the policy’s samples by TD(λ); its error is a parameter.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        vasBeta: number({ label: 'Strength β', default: 3, paper: 3, min: 0, max: 100 }),
        vasTop: number({ label: 'Tokens asked about k', default: 20, paper: 20, min: 1, max: 1000, integer: true }),
      },
      compute: async (handle, groupSize, { vasBeta, vasTop }, { draw }) => ({
        candidates: await valueSampled(handle, groupSize, { beta: vasBeta, top: vasTop }, draw),
      }),
    }),
    selection: 'best-of-n',
  },
})
