import { groupMembers } from '../../core/batch.ts'
import { defineMethod, selection } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawInteger } from '../../core/rng.ts'
import { markOf, marks, voted } from './grm-voting.math.ts'

/** Golden: derived from the paper's equations for voting and voting guided by a meta reward model. */
export default defineMethod({
  id: 'grm-voting',
  title: 'Generative reward voting',
  paper: { title: 'Inference-time scaling for generalist reward modeling', id: '2504.02495', year: 2025 },
  idea: 'Let a judge mark all responses of a group from 1 to 10, several times anew, and add the marks up; a second model throws out the judgements that it does not trust.',
  formula: String.raw`S_i = \sum_{j \in \mathcal K} s_{j,i}, \qquad \mathcal K = \text{top}_{k_\text{meta}}\, m_j, \qquad \hat y = \arg\max_i S_i`,
  symbols: {
    S_i: { is: 'votes', text: 'sum of the marks of response i' },
    's_{j,i}': { is: 'judgedValue', text: 'its mark from 1 to 10 in judgement j' },
    'k_\\text{meta}': { is: 'trustedJudgements', text: 'how many judgements count' },
    m_j: { is: 'metaError', text: 'how far judgement j is trusted, with some errors' },
  },
  claim:
    'One judgement in whole numbers ends in ties and is lost to a blunder; added up, marks tell finer differences and blunders are outvoted. A second model that knows a blunder when it sees one gets there with fewer. Errors that are the same in every judgement stay.',
  panel: 'groups',
  confidence: 'paper-verified',
  pitfalls: [
    'Marks are summed, not ranked: a judgement that spreads its marks wide counts more than a cautious one.',
    'Ties are drawn; with one judgement they are frequent.',
    'Every judgement reads every response: the questions grow with both.',
  ],
  versusGrpo:
    'Nothing is trained: the group is drawn to choose from, not to compare. The paper trains the judge by GRPO.',
  standIn:
    'A judgement is the exact chance of success with an error of its own, or a blunder: marks by lot. The second model is told which are blunders, and errs at a rate that is a parameter. Both stand for trained models.',
  tasks: ['combination-chain', 'token-tree', 'fork-tokens'],
  defaults: { judgeErrs: 'anew' },
  trains: false,
  slots: {
    selection: selection({
      needs: ['judgedValue'],
      params: {
        judgements: number({
          label: 'Judgements k',
          default: 8,
          paper: 8,
          min: 1,
          max: 64,
          integer: true,
          note: 'Each asks about every response of the group.',
        }),
        trustedJudgements: number({
          label: 'Judgements that count',
          default: 4,
          paper: 4,
          min: 1,
          max: 64,
          integer: true,
          note: 'Those that the second model trusts most; k or more is plain voting.',
        }),
        blunderShare: number({
          label: 'Share of blunders',
          default: 0.2,
          min: 0,
          max: 1,
          note: 'Judgements whose marks are drawn by lot.',
        }),
        metaError: number({
          label: 'Errors of the second model',
          default: 0.1,
          min: 0,
          max: 0.5,
          note: 'How often it takes a blunder for sound, or the reverse; at one half it knows nothing.',
        }),
      },
      compute: (batch, { judgements, trustedJudgements, blunderShare, metaError }, { judge, draw }) => {
        const votes = new Float32Array(batch.rollouts)
        let second = 0
        const chosen = Int32Array.from(groupMembers(batch), members => {
          const [scores, trust]: [number[][], number[]] = [[], []]
          for (let j = 0; j < judgements; j++) {
            const blunders = draw() < blunderShare
            const sees = draw() < metaError ? !blunders : blunders
            // Between 0 and a half where it looks like a blunder, above that where it looks sound.
            trust.push((sees ? 0 : 0.5) + draw() / 2)
            const opinions = members.map(i => judge(i, batch.tokenStart[i + 1]! - batch.tokenStart[i]!))
            scores.push(
              opinions.map(opinion => (blunders ? marks.least + drawInteger(draw, marks.most) : markOf(opinion))),
            )
          }
          if (trustedJudgements < judgements) second += judgements
          const { totals, best } = voted(scores, trust, trustedJudgements)
          members.forEach((i, at) => {
            votes[i] = totals[at]!
          })
          return members[best[drawInteger(draw, best.length)]!]!
        })
        // Whoever is asked whether a judgement can be trusted is a judge too.
        return { chosen, judged: second, explain: { votes: { extent: 'rollout', values: votes, signed: false } } }
      },
    }),
  },
})
