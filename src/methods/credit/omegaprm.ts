import { spread } from '../../core/batch.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { completionLabels, searchFirstError } from '../../core/formulas/monte-carlo.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { oneHardProblem } from '../../core/trainings.ts'
import { chosenForSearch, selectionParams } from './omegaprm.math.ts'

/** Golden: openreasoner/openr data/omegaPRM_v2/omegaprm.py, binary_search_incorrect_step (54ae004), a re-implementation. */
export default defineMethod({
  id: 'omegaprm',
  title: 'OmegaPRM, first error',
  paper: {
    title: 'Improve mathematical reasoning in language models by automated process supervision',
    id: '2406.06592',
    year: 2024,
  },
  idea: 'In a wrong response look for the first step after which the policy never succeeds any more, by halving, and blame only what comes from there on.',
  formula: String.raw`\hat A_t = \hat A_i\, b_t, \qquad b_t = \begin{cases} 0 & \text{wrong response, before its first error} \\ 1 & \text{otherwise} \end{cases}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    b_t: { is: 'blamed', text: '0 for the part of a wrong response that could still have succeeded' },
  },
  claim:
    'About log2 n probes find the first of n steps that cannot be mended; on fork-tokens that is the first wrong fork, and fillers before it are no longer punished. With few continuations bad luck looks like an error: the place moves forward. The paper labels data for a reward model in this way; using the place as credit is our reading.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Halving assumes that a mistake is never mended: one lucky continuation after an error hides all errors before it.',
    'Where the policy hardly ever succeeds every prefix looks hopeless, and the first step is blamed.',
    'The paper keeps a tree over iterations and searches on from its best nodes; here all searches of a batch start at the prompt.',
    'The abstract is about labels: the first error with few rollouts, as many good steps as bad ones, for a reward model that weighs a vote. Here the number of probes is shown (probes), and no model is trained.',
    'Here every prefix is continued and the search only reads; the paper saves by continuing the probed ones alone.',
  ],
  versusGrpo: 'A wrong response is punished only from its first error on.',
  tasks: ['fork-tokens', 'token-tree'],
  standIn:
    'Every prefix of every response is continued and the place of the first error is used as credit; the paper searches a tree to label data for a reward model.',
  training: oneHardProblem,
  conventions: { paper: { continuations: 8 } },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'sampledValue', 'correct'],
      params: selectionParams,
      compute: (batch, { continuations, valueEvery, searches, ...selection }) => {
        const searched = chosenForSearch(batch, searches, selection)
        const { labels } = completionLabels(batch, continuations, valueEvery)
        const blamed = new Float32Array(batch.token.length).fill(1)
        const [firstError, probes] = [new Float32Array(batch.rollouts), new Float32Array(batch.rollouts)]
        labels.forEach((steps, i) => {
          const found = searchFirstError(steps.map(({ soft }) => soft))
          firstError[i] = found.first
          probes[i] = found.probes.length
          if (batch.correct[i] === 1 || !searched.has(i)) return
          const start = steps[found.first]?.start ?? batch.tokenStart[i + 1]!
          blamed.fill(0, batch.tokenStart[i]!, start)
        })
        return {
          credit: spread(batch, batch.advantage).map((a, t) => a * blamed[t]!),
          explain: { ...tokenColumns({ blamed }), ...rolloutColumns(['firstError', 'probes'], { firstError, probes }) },
        }
      },
    }),
  },
})
