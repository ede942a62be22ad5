/** The storyboard: what each scene of slow motion is called, and the sentence that it says of this very group. */
import { groupMembers } from '../../../core/batch.ts'
import { mean, sum } from '../../../core/math.ts'
import type { Motion } from '../../../core/motion.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { count, fixed, percent, signed } from '../../kit/numbers.ts'
import { effectOf, type SiblingRow } from './siblings.ts'

export const scenes = [
  { id: 'problem', title: 'Problem' },
  { id: 'sample', title: 'Sample' },
  { id: 'reward', title: 'Reward' },
  { id: 'baseline', title: 'Baseline' },
  { id: 'advantage', title: 'Advantage' },
  { id: 'credit', title: 'Credit' },
  { id: 'ratio', title: 'Ratio and clip' },
  { id: 'gradient', title: 'Gradient' },
  { id: 'effect', title: 'Effect' },
] as const
export type SceneId = (typeof scenes)[number]['id']

/** Scenes that the page draws from the batch alone; the others wait for the engine. */
export const needsMotion = (id: SceneId): boolean => ['ratio', 'gradient', 'effect'].includes(id)

export interface Told {
  readonly snapshot: Snapshot
  readonly group: number
  readonly rows: readonly SiblingRow[]
  readonly motion: Motion | undefined
  /** Index of the pass that is looked at. */
  readonly pass: number
  readonly scale: number
}

/** One sentence with this group's numbers. */
export const sentenceOf = (id: SceneId, told: Told): string => sentences[id](told)

const sentences: Readonly<Record<SceneId, (told: Told) => string>> = {
  problem: ({ snapshot, group }) =>
    `${snapshot.problems[group]?.text ?? 'A problem'}. The bars are what the policy would write first.`,
  sample: ({ rows }) => {
    const drawn = sum(rows.map(({ siblings }) => siblings.length))
    return `${count(drawn, 'sibling')}, ${count(rows.length, 'different response')}. What a row shares with the one above is faint; the shade is the probability of each token.`
  },
  reward: ({ snapshot, group }) => {
    const rewards = rewardsOf(snapshot, group)
    const right = (groupMembers(snapshot.batch)[group] ?? []).filter(row => snapshot.batch.correct?.[row] === 1).length
    return `${right} of ${rewards.length} are right; the mean reward is ${fixed(mean(rewards))}.`
  },
  baseline: ({ snapshot, group }) => {
    const centre = explained(snapshot, 'mean', group)
    const spread = explained(snapshot, 'std', group)
    if (centre === undefined) return 'This method explains no baseline of the group: its advantage is made otherwise.'
    const band = spread === undefined ? '' : `, the band one deviation (${fixed(spread, 3)}) to either side`
    return `The line is the baseline ${fixed(centre, 3)}${band}.`
  },
  advantage: ({ rows }) => {
    const whole = sum(rows.map(({ advantage, siblings }) => advantage * siblings.length))
    return `How far each lies from the baseline, as this method scales it. All siblings together: ${signed(whole, 3)}.`
  },
  credit: ({ snapshot, rows }) => {
    const { credit } = snapshot.batch
    const isEven = rows.every(({ start, end }) => new Set(credit?.subarray(start, end)).size <= 1)
    return isEven
      ? 'Every token of a response gets the same credit: its advantage.'
      : 'The advantage is handed out unevenly: some tokens of a response count more than others.'
  },
  ratio: told => ratioSentence(told),
  gradient: ({ motion, pass }) => {
    const seen = motion?.passes[pass]
    if (!seen) return nothingLearned
    if (!seen.push) return 'This objective reads whole distributions; its push is no number per token.'
    return `How hard the loss pulls at each token's log-probability in pass ${pass + 1}. Norm of the whole gradient: ${fixed(seen.gradNorm, 3)}.`
  },
  effect: ({ motion, rows, scale }) => {
    if (!motion || motion.passes.length === 0) return nothingLearned
    const against = rows.filter(row => effectOf(row, motion, scale).isAgainst)
    if (against.length === 0) return 'Every response moved as its advantage says.'
    const responses = sum(against.map(({ siblings }) => siblings.length))
    return `${count(responses, 'response')} moved against the advantage: siblings share tokens, so what is said of one is said of the other.`
  },
}

const nothingLearned = 'Nothing was learned from this batch: no group was worth training on.'

const rewardsOf = ({ batch }: Snapshot, group: number): number[] =>
  (groupMembers(batch)[group] ?? []).map(row => batch.reward[row]!).filter(reward => !Number.isNaN(reward))

/** A number that the method explains for a group, per group or equal for its rollouts. */
export function explained({ batch, explain }: Snapshot, name: string, group: number): number | undefined {
  const column = explain[name]
  const [first] = groupMembers(batch)[group] ?? []
  if (column?.extent === 'group') return column.values[group]
  return column?.extent === 'rollout' && first !== undefined ? column.values[first] : undefined
}

function ratioSentence({ motion, pass }: Told): string {
  const seen = motion?.passes[pass]
  if (!motion || !seen) return nothingLearned
  const of = motion.passes.length
  if (of === 1)
    return 'One pass per batch: every ratio is 1, and no clip can act. More passes (inner epochs, minibatches) make it move.'
  const marks = clipMarks(seen.explain)
  const clipped = marks.reduce((total, values) => total + values.filter(value => value > 0).length, 0)
  const tokens = motion.before.length
  return `Pass ${pass + 1} of ${of}: ${count(clipped, 'token')} of ${tokens} clipped (${percent(clipped / Math.max(1, tokens))}).`
}

/** The diagnostics that mark clipped tokens of the policy; that of a value head is another matter. */
export const clipMarks = (explain: Readonly<Record<string, Float32Array>>): Float32Array[] =>
  Object.entries(explain).flatMap(([name, values]) =>
    name.startsWith('clipped') && name !== 'clippedValue' ? [values] : [],
  )
