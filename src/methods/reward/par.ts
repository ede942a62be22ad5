import { lengths } from '../../core/batch.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { defineMethod, type MethodState, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { bounded, comparedParam, type Known, seen, shapedAs, shapingParam, siblingScores, unseen } from './par.math.ts'

const knownOf = (state: MethodState): Known | undefined =>
  typeof state === 'object' && state !== null && 'start' in state ? (state as Known) : undefined

/** Golden: PorUna-byte/PAR trainers/reward_shaper.py (b8caf40). */
export default defineMethod({
  id: 'par',
  title: 'PAR (preference as reward)',
  paper: { title: 'Reward shaping to mitigate reward hacking in RLHF', id: '2502.18770', year: 2025 },
  idea: 'Do not pay a score itself but how probably it beats answers of the policy from before: bounded, steep around the usual, flat where it is already good.',
  formula: String.raw`\tilde r_i = \frac1M \sum_{m=1}^{M} \sigma\bigl(k\,(r_i - r_m)\bigr)`,
  symbols: {
    '\\tilde r_i': { is: 'reward', text: 'what response i is paid' },
    'r_i - r_m': { is: 'above', text: 'its score above that of a reference' },
    M: { is: 'references', text: 'how many it is compared with at most' },
    'k\\,': { is: 'steepness', text: 'how soon a lead is decisive' },
  },
  claim:
    'A score that also likes something worthless can be followed for ever; a bounded one stops paying for more of it. Compare shapings where the score likes length: the steeper or harder the bound, the later score and truth part. At steepness 1 this small world hardly shows it. The paper finds PAR best and free of hacking after two epochs.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Bounded is not right: shaping keeps the order of single answers, and in a group that is scaled by its spread much of the bound is undone.',
    'Clip, mean-std and min-max use statistics of everything so far, this batch counted first; after a first batch without spread they pay 0 or the mean.',
    'Centring alone is what a group’s baseline does anyway.',
    'Compared with siblings, who get better along with it, a response is never far ahead: the bound then hardly binds. Against what the policy could do at the start, it does.',
  ],
  versusGrpo: 'GRPO on a reward that is squeezed through comparisons first.',
  training: { because: 'a score that likes length beside truth', params: { verifierLength: 2, steepness: 5 } },
  tasks: ['two-attempts', 'length-budget', 'bandit'],
  standIn:
    'The references are responses of the first iteration, to whatever problem; the paper draws some for each problem from the model before RL.',
  slots: {
    reward: reward({
      params: {
        shaping: shapingParam,
        comparedWith: comparedParam,
        steepness: number({ label: 'Steepness', default: 1, paper: 1, min: 0.1, max: 50, scale: 'log' }),
        references: number({ label: 'References', default: 10, paper: 10, min: 1, max: 64, integer: true }),
        ceiling: number({
          label: 'Ceiling',
          default: 1000,
          min: -10,
          max: 1000,
          note: 'A score beyond it counts as this.',
          aside: true,
        }),
        lengthPrice: number({
          label: 'Price per token too many',
          default: 0,
          min: 0,
          max: 1,
          aside: true,
          note: '0 is off.',
        }),
        freeLength: number({
          label: 'Tokens that are free',
          default: 300,
          min: 0,
          max: 10_000,
          integer: true,
          aside: true,
          note: 'Each one more has its price.',
        }),
      },
      compute: (
        batch,
        { shaping, steepness, comparedWith, references, ceiling, lengthPrice, freeLength },
        { state },
      ) => {
        const length = lengths(batch)
        const bounds = { ceiling, price: lengthPrice, free: freeLength }
        const score = batch.reward.map((r, i) => bounded(r, length[i]!, bounds))
        const known = knownOf(state)
        const running = seen(known?.running ?? unseen, score)
        const start = known?.start ?? [...score]
        const siblings = siblingScores(batch, score, references)
        const others = comparedWith === 'start' ? siblings.map(() => start.slice(0, references)) : siblings
        const how = { shaping, steepness, running }
        const paid = score.map((r, i) => shapedAs(r, others[i]!, how))
        const above = score.map((r, i) => shapedAs(r, others[i]!, { ...how, shaping: 'centred' }))
        return {
          reward: paid,
          parts: { score, shaped: paid },
          explain: { above: { extent: 'rollout', values: above } },
          state: { running, start } satisfies Known,
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
