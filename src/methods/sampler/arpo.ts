import { credit, defineMethod, sampler } from '../../core/method.ts'
import { guessing } from '../../core/trainings.ts'
import { attributed, attributionParams, forkedGroups, forkParams } from './arpo.math.ts'

/** Golden: dongguanting/ARPO vllm_rollout_with_tools.py _calc_entropy, generate_sequences (e257337). */
export default defineMethod({
  id: 'arpo',
  title: 'ARPO',
  paper: { title: 'Agentic reinforced policy optimization', id: '2507.19849', year: 2025 },
  idea: 'Draw only some episodes from the start, and let the others fork off where an answer of the world has made the policy unsure.',
  formula: String.raw`P(\text{fork}) = p + w\, \frac{H_k - H_1}{h}`,
  symbols: {
    w: { is: 'entropyWeight', text: 'weight of a rise of entropy' },
    'H_k - H_1': { is: 'oldEntropy', text: 'entropy of this turn’s tokens less that of the first turn’s' },
    h: { is: 'entropyUnit', text: 'unit of entropy' },
    p: { is: 'forkProbability', text: 'probability of a fork where entropy is as in the first turn' },
  },
  claim:
    'Siblings that share a beginning differ only where something was undecided, and cost less to draw. The paper reports better agents with half the calls of tools. On twenty-questions see in the rollouts how groups share their first questions; with as many episodes it learns more slowly there than GRPO, whose groups begin in more ways.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released scripts train with plain GRPO: all that is new happens while sampling.',
    'The released code forks behind the turn whose entropy rose, after the world’s answer; the paper, and this, before it.',
    'In the released code the entropies of first turns are kept by slot and never cleared between batches.',
    'Forks are not independent of their trunk: a group has fewer different beginnings than it has episodes.',
  ],
  versusGrpo: 'Part of each group forks off from the others’ turns; their advantages are GRPO’s.',
  tasks: ['twenty-questions', 'key-door-grid'],
  training: {
    ...guessing,
    params: { ...guessing.params, groupSize: 16 },
  },
  slots: {
    sampler: sampler({
      params: forkParams,
      compute: (handle, problems, groupSize, params, { draw }) =>
        forkedGroups(handle, problems, groupSize, params, draw),
    }),
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage'],
      params: attributionParams,
      compute: (batch, params) => ({ credit: attributed(batch, params) }),
    }),
  },
})
