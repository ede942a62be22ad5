import { treeOf } from '../../core/formulas/search-tree.ts'
import type { Path } from '../../core/formulas/searching.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, search } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { climbed, climbs, reader } from './hierarchical-search.math.ts'

/** Golden: derived from the definition: climbs by level and over all levels, answers in the order of their first look. */
export default defineMethod({
  id: 'hierarchical-search',
  title: 'Hierarchical search',
  paper: {
    title: 'MOOSE-Chem2: exploring LLM limits in fine-grained scientific hypothesis discovery via hierarchical search',
    id: '2505.19209',
    year: 2025,
  },
  idea: 'Take an answer as levels of detail: climb on the judge’s score at the coarsest level with the rest at its best guess, then fix it and go down.',
  formula: String.raw`a_\ell \leftarrow \arg\max_{a \in \{a_\ell - 1,\, a_\ell,\, a_\ell + 1\}} \frac1r \sum_{j=1}^{r} v_j(a_{<\ell}, a, \hat a_{>\ell})`,
  symbols: {
    'a_\\ell': { is: 'token', text: 'option at level l: place of its token in the policy’s liking' },
    r: { is: 'askedTimes', text: 'questions to the judge about each answer' },
    v_j: { is: 'judgedValue', text: 'what the judge says of the whole answer' },
    '\\hat a_{>\\ell}': { is: 'answer', text: 'finer levels at the policy’s best guess' },
  },
  claim:
    'Fixing the coarse levels first smooths what the judge shows: fewer answers are looked at than by changing any detail at any time. It is caught where a coarse choice is only good with other details, and no question to the judge more can tell. Asking again helps against errors made anew.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A climb ends at the first place without a better neighbour: what lies two options away is not seen.',
    'A judge that errs the same way has peaks of its own, and a climb ends on one of them.',
    'A coarse level that is fixed is not asked about again.',
  ],
  versusGrpo: 'Nothing is trained, and nothing is drawn: tokens are looked at and answers judged.',
  standIn:
    'Levels are tokens, options their places in the policy’s liking, in place of details of a chemical hypothesis; the judge is the exact chance of success with an error added, in place of a language model.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        climbHow: choice({
          label: 'Climb',
          options: climbs,
          default: 'level by level',
          paper: 'level by level',
          meaning: {
            'level by level': 'coarse levels first, then fixed',
            'any level': 'any level at any time: flat search',
          },
        }),
        levelOptions: number({
          label: 'Options per level',
          default: 4,
          min: 1,
          max: 64,
          integer: true,
          note: 'The likeliest tokens.',
        }),
        lookBudget: number({
          label: 'Answers looked at',
          default: 64,
          min: 1,
          max: 10000,
          integer: true,
          note: 'At most; then the best so far is taken.',
        }),
        askedTimes: number({
          label: 'Questions per answer r',
          default: 1,
          min: 1,
          max: 64,
          integer: true,
          note: 'Their mean is the score; more help where the judge errs anew.',
        }),
      },
      compute: async (handle, _, { climbHow, levelOptions, lookBudget, askedTimes }) => {
        const read = reader(handle)
        const { ends } = await read([])
        const looked: Path[] = []
        const { answer } = await climbed(
          {
            options: ends.map(() => levelOptions),
            guess: ends.map(() => 0),
            budget: lookBudget,
            how: climbHow,
          },
          async places => {
            const response = await read(places)
            const score = mean(Array.from({ length: askedTimes }, () => handle.judge(response.tokens)))
            looked.push({ ...response, scores: response.ends.map(() => score) })
            return score
          },
        )
        return { candidates: [(await read(answer)).tokens], tree: treeOf(looked) }
      },
    }),
    selection: 'best-of-n',
  },
})
