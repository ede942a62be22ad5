/** Particles: responses that grow side by side, and at every step are drawn anew by what the judge says of them. */
import { cutTo, type Path, start, stepOn } from '../../core/formulas/searching.ts'
import { clamp, type Numbers, softmax } from '../../core/math.ts'
import { number, type ParamSpecs } from '../../core/params.ts'
import { type Draw, drawWeighted } from '../../core/rng.ts'
import type { SearchHandle } from '../../core/search.ts'

/** No score is nearer to 0 or 1: the smallest step of a double at 1, as in the released code. */
const epsilon = 2 ** -52

export const logits = (scores: Numbers): number[] =>
  Array.from(scores, score => {
    const p = clamp(score, epsilon, 1 - epsilon)
    return Math.log(p) - Math.log1p(-p)
  })

/** Proportional to the odds of each score, to the power 1 / temperature. */
export const weightsOf = (scores: Numbers, temperature: number): Float64Array =>
  softmax(logits(scores).map(logit => logit / temperature))

/** How the temperature of the odds may change on the way. */
export const annealParams = {
  annealTo: number({
    label: 'Temperature at the end',
    default: 1,
    min: 0.01,
    max: 1000,
    scale: 'log',
    aside: true,
    note: 'Reached in a straight line over the steps below.',
  }),
  annealSteps: number({
    label: 'Steps of annealing',
    default: 0,
    min: 0,
    max: 1000,
    integer: true,
    aside: true,
    note: '0: the temperature stays as it is.',
  }),
} as const satisfies ParamSpecs

/** From `from` to `to` in a straight line over `total` steps, `to` from then on. */
export const annealed = (step: number, { from, to, total }: { from: number; to: number; total: number }): number =>
  total <= 1 || step >= total - 1 ? to : from + ((to - from) * step) / (total - 1)

/** One drawing of ancestors: of those that took part, by weight, each draw the first whose running total exceeds it. */
export interface Round {
  /** Before it: what every particle had become. */
  readonly paths: readonly Path[]
  /** Of those that take part. */
  readonly weights: Numbers
  readonly ancestors: readonly number[]
  /** After it. */
  readonly drawn: readonly Path[]
}

export interface Filtering {
  readonly particles: number
  readonly stepTokens: number
  readonly maxSteps: number
  readonly temperatureAt: (step: number) => number
  /** Whether particles that have finished are drawn again with the others, by their last score. */
  readonly finished: 'compete' | 'stay'
  /** A finished particle of an earlier pass: it takes part as it was after as many steps, and is never lost. */
  readonly reference?: Path
}

const last = ({ scores }: Path): number => scores.at(-1) ?? 0

export interface Filtered {
  readonly rounds: readonly Round[]
  /** All finished. */
  readonly paths: readonly Path[]
}

/** Until every particle has finished: a step each, then ancestors by weight. */
export async function filtered(handle: SearchHandle, settings: Filtering, draw: Draw): Promise<Filtered> {
  const { particles, stepTokens, maxSteps, temperatureAt, finished, reference } = settings
  const rounds: Round[] = []
  const isOpen = ({ tokens }: Path) => !handle.isOver(tokens)
  let paths: readonly Path[] = Array.from({ length: particles - (reference ? 1 : 0) }, () => start)
  for (let step = 0; ; step++) {
    const grown = await stepOn(handle, paths, step + 1 >= maxSteps ? Number.POSITIVE_INFINITY : stepTokens)
    if (!grown.some(isOpen)) return { rounds, paths: reference ? [...grown, reference] : grown }
    const stay = finished === 'stay' ? grown.filter(path => !isOpen(path)) : []
    const compete = grown.filter(path => !stay.includes(path))
    const pool = reference ? [...compete, cutTo(reference, step + 1)] : compete
    const weights = weightsOf(pool.map(last), temperatureAt(step))
    const ancestors = compete.map(() => drawWeighted(draw, weights))
    const drawn = [...stay, ...ancestors.map(at => pool[at]!)]
    rounds.push({ paths: grown, weights, ancestors, drawn })
    paths = drawn
  }
}

/**
 * Several passes, the later ones around a particle of the one before, drawn by its weight (particle Gibbs). The tree holds
 * every particle after every step of the last pass.
 */
export async function gibbs(handle: SearchHandle, settings: Filtering, passes: number, draw: Draw): Promise<Filtered> {
  let found = await filtered(handle, settings, draw)
  for (let pass = 1; pass < passes; pass++) {
    const weights = weightsOf(found.paths.map(last), settings.temperatureAt(Number.POSITIVE_INFINITY))
    found = await filtered(handle, { ...settings, reference: found.paths[drawWeighted(draw, weights)]! }, draw)
  }
  return found
}
