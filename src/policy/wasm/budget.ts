/** What bounds memory and the time between two messages. Results do not depend on it, but for the last bits of gradients. */
export interface Budget {
  /** Tokens that go through the network together: enough to reuse the weights, few enough for the second-level cache. */
  readonly chunkTokens: number
  /** Bytes of activations that wait for their backward pass; chunks beyond are computed again. */
  readonly activationBytes: number
  /** Bytes of keys and values held at a time while sampling. */
  readonly cacheBytes: number
  /** Multiplications between two moments in which messages are let in. */
  readonly workPerReport: number
}

/** The work is some 50 ms on one core. */
export const defaultBudget: Budget = {
  chunkTokens: 256,
  activationBytes: 128 * 2 ** 20,
  cacheBytes: 64 * 2 ** 20,
  workPerReport: 5e8,
}

/** Called between pieces of work: after so many multiplications, and when `share` of the request is done, where it is known. */
export type Pace = (work: number, share?: number) => Promise<void>
