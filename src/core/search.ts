/**
 * Looking for an answer with compute at inference time: what a search may ask for, and what it spends. It may draw from
 * the policy and ask a judge that errs; the verifier it cannot ask.
 */
import { clamp } from './math.ts'
import { drawNormal, stream } from './rng.ts'

/** A continuation that is wanted. Equal (prefix, rollout) are given equal continuations. */
export interface Advance {
  /** Response tokens so far. */
  readonly prefix: readonly number[]
  /** Number of whoever goes on: the key of its noise. */
  readonly rollout: number
}

/** A prefix that went on. */
export interface Advanced {
  /** The prefix, what was drawn, and what the world said to it. */
  readonly tokens: readonly number[]
  /** Log-probabilities of what was drawn, at the run's temperature. */
  readonly logp: readonly number[]
}

/** What was spent on one problem. */
export interface Spent {
  /** Tokens that the policy computed: drawn ones, and next-token distributions that were looked at. */
  readonly drawn: number
  /** Questions to the judge. */
  readonly judged: number
}
export const nothingSpent: Spent = { drawn: 0, judged: 0 }
export const spentTogether = (all: readonly Spent[]): Spent =>
  all.reduce((a, b) => ({ drawn: a.drawn + b.drawn, judged: a.judged + b.judged }), nothingSpent)

/** What a search may ask, on one problem. What is drawn, looked at and judged is counted. */
export interface SearchHandle {
  /** Draws at most `tokens` more tokens for each, fewer where a response or a turn ends; Infinity: to its end. */
  readonly advance: (requests: readonly Advance[], tokens: number) => Promise<readonly Advanced[]>
  /** [V] probabilities of the next token after each prefix, at the run's temperature. */
  readonly next: (prefixes: readonly (readonly number[])[]) => Promise<readonly Float32Array[]>
  /** The prefix with a token that the search chose itself, and what the world says to it; costs nothing. */
  readonly append: (prefix: readonly number[], token: number) => readonly number[]
  /** In (0, 1): what the judge thinks of a response, or of its beginning. */
  readonly judge: (prefix: readonly number[]) => number
  /** Nothing may follow. */
  readonly isOver: (prefix: readonly number[]) => boolean
  readonly spent: () => Spent
}

/** A place that a search looked at. The root is the empty response. */
export interface SearchNode {
  /** Place of its parent in the list; -1 for the root. Parents come first. */
  readonly parent: number
  /** What stands between its parent and it. */
  readonly tokens: readonly number[]
  readonly visits: number
  /** What the search thinks of it. */
  readonly value: number
}

/** One problem's search, to be looked at. */
export interface Searched extends Spent {
  readonly tree: readonly SearchNode[]
}

export interface Found {
  /** Finished responses, at least one: the rollouts of the problem. */
  readonly candidates: readonly (readonly number[])[]
  /** What it looked at; absent where no tree is kept. */
  readonly tree?: readonly SearchNode[]
}

export const judgeErrings = ['the same way', 'anew'] as const

/** How the judge errs: the column `judgedValue`, and the handle of a search. */
export interface JudgeErrors {
  readonly judgeNoise: number
  readonly judgeErrs: (typeof judgeErrings)[number]
  readonly judgeFavours: number
}

const logit = (p: number): number => Math.log(p) - Math.log1p(-p)
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** No prefix is surer than this, for an error in logits to be able to move it. */
const surest = 0.99
/** How far a favoured prefix is over-rated, in logits: more than lies between the worst and the best. */
const favour = 10

/**
 * What a judge says of a place that is really worth `chance` (0 to 1): sigmoid(logit(chance) + error), the error normal
 * in logits, keyed by the problem and the prefix, and by the number of the question where it errs anew each time.
 */
export function erringJudge(
  chance: number,
  { judgeNoise, judgeErrs, judgeFavours }: JudgeErrors,
  key: { readonly seed: number; readonly words: readonly number[]; readonly question: number },
): number {
  const fixed = stream(key.seed, ...key.words)
  const favoured = fixed() < judgeFavours ? favour : 0
  const draw = judgeErrs === 'anew' ? stream(key.seed, ...key.words, key.question) : fixed
  const error = judgeNoise === 0 ? 0 : judgeNoise * drawNormal(draw)
  return sigmoid(logit(clamp(chance, 1 - surest, surest)) + error + favoured)
}
