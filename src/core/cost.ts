/** What an iteration will cost, before anything of it is computed: the order of magnitude, not more. */

export interface Workload {
  /** Of the network; 0 for a table. */
  readonly parameters: number
  /** Layers times width of the network; 0 for a table. */
  readonly activations: number
  /** Of an iteration: all responses together at their longest, prompts that a group shares counted once; tokens. */
  readonly tokens: number
  /** Optimiser passes over the batch. */
  readonly epochs: number
  /** Tokens of the measurement of pass@k, shared out over the iterations between two of them. */
  readonly probeTokens: number
  /** How many times slower than the WASM kernels it is computed. */
  readonly slowness: number
}

export interface Cost {
  /** Of one iteration. */
  readonly seconds: number
  /** Of the page and its worker together, beyond what an empty page needs. */
  readonly bytes: number
}

/**
 * Multiplications per second, and seconds per token for all that is not a multiplication, of the WASM kernels on one
 * core. From the table of `npm run bench` (src/README.md): R1 to R3 do 1.4e10 to 1.8e10 in a second, R0 shows the rest.
 */
const rate = 1.5e10
const perToken = 4e-6
/** Seconds of an iteration however small: read off gpt-1x32 on a loaded machine. */
const perIteration = 5e-3

/** A token is sampled, scored by the reference, and in each epoch passed forward and (twice the work) backward. */
const passes = (epochs: number): number => 2 + 3 * epochs

/** Bytes of a token in a batch with all its columns, and how many copies of a batch there are: page 17, worker 3. */
const tokenBytes = 150
const copies = 20
/** Kernels keep at most this much of activations and of keys and values (policy/wasm/budget.ts). */
const mostBuffers = 192 * 2 ** 20
/** Weights, gradient and moments of the policy, weights and gradient of the reference, and three checkpoints. */
const weightCopies = 6 + 3 * 3

export function costOf({ parameters, activations, tokens, epochs, probeTokens, slowness }: Workload): Cost {
  const work = (tokens * passes(epochs) + probeTokens) * parameters
  const buffers = Math.min(mostBuffers, 4 * 18 * tokens * activations)
  return {
    seconds: perIteration + slowness * (work / rate + perToken * tokens * epochs),
    bytes: 4 * parameters * weightCopies + tokenBytes * copies * tokens + buffers,
  }
}

/** So slow or so large that a person is asked first. */
export const isHeavy = ({ seconds, bytes }: Cost): boolean => seconds > 5 || bytes > 2 ** 30
