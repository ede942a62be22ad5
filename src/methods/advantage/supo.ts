import { defineMethod } from '../../core/method.ts'
import { corridor } from '../../core/trainings.ts'

/** Golden: derived from the abstract of arXiv 2510.06727. */
export default defineMethod({
  id: 'supo',
  title: 'SUPO',
  paper: {
    title: 'Scaling LLM multi-turn RL with end-to-end summarization-based context management',
    id: '2510.06727',
    year: 2025,
  },
  idea: 'Let the policy write a summary when its context is full and go on from that alone; what the whole episode earns trains the summaries as it trains the actions, and an episode that never comes to an end trains nothing.',
  formula: String.raw`\hat A_{t} = (1 - c_i)\, \frac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r) + \varepsilon} \quad \text{in every segment of episode } i`,
  symbols: {
    '\\hat A_{t}': { is: 'credit', text: 'credit of token t, summaries as well as actions' },
    r_i: { is: 'reward', text: 'reward of the whole episode' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group, of whole episodes' },
    '\\operatorname{std}(r)': { is: 'std', text: 'their deviation' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
    c_i: { is: 'truncated', text: '1 = cut off by a limit' },
  },
  claim:
    'Summaries that are trained with the actions carry what later actions need: in the corridor notes come to stand for colours, although they mean nothing at first. Two colours may end with one note: then nothing tells them apart any more, and one of their doors is never opened. The gain over longer contexts that the paper reports is not asked for at this size.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A group is compared by episodes: comparing segments would give those that write more summaries more weight.',
    'Episodes that are cut off count in the group’s mean, though nothing trains on them.',
    'An early note and the door that it leads to are praised alike: with many summaries it takes long to find out which one lost what mattered.',
  ],
  versusGrpo:
    'GRPO over episodes whose context is cut into segments; those that ran out of time are left out of the loss.',
  tasks: ['corridor-with-summaries'],
  standIn:
    'The segments of an episode stand in one response, and the policy sees of each only what its context holds; the paper trains on them as sequences of their own.',
  training: corridor,
  defaults: { ddof: 0 },
  slots: { advantage: 'grpo', credit: 'mask-truncated-completions' },
})
