/**
 * From ragged rows to one list of tokens without padding. Rows with the same prompt share it: its tokens stand once,
 * followed by the continuations (tails) of the rows, each of which sees the prompt and itself. Groups of rollouts of one
 * problem are the normal case, so this saves most of the prompts' work.
 */

export interface Member {
  /** Index of the row in the request. */
  readonly row: number
  readonly tail: readonly number[]
}

/** A prompt and the rows that continue it. */
export interface Bundle {
  readonly prompt: readonly number[]
  readonly members: readonly Member[]
}

/** Bounds the queries of one prompt token, which one thread adds up (kernels/attention.ts). */
const mostMembers = 32

const tokensOf = ({ prompt, members }: Bundle): number =>
  members.reduce((total, { tail }) => total + tail.length, prompt.length)

/** Bundles of at most `most` tokens, prompts in order of their first row. */
export function bundleRows(
  rows: readonly { readonly prompt: readonly number[]; readonly tail: readonly number[] }[],
  most: number,
): Bundle[] {
  const byPrompt = new Map<string, { prompt: readonly number[]; members: Member[]; tokens: number }[]>()
  rows.forEach(({ prompt, tail }, row) => {
    const key = prompt.join()
    const bundles = byPrompt.get(key) ?? []
    byPrompt.set(key, bundles)
    let open = bundles.at(-1)
    if (!open || open.members.length === mostMembers || open.tokens + tail.length > most) {
      open = { prompt, members: [], tokens: prompt.length }
      bundles.push(open)
    }
    open.members.push({ row, tail })
    open.tokens += tail.length
  })
  return [...byPrompt.values()].flat()
}

/** Neighbouring bundles together, as long as their cost stays within `most`; a single bundle may exceed it. */
export function chunkBundles(bundles: readonly Bundle[], most: number, cost = tokensOf): Bundle[][] {
  const chunks: Bundle[][] = []
  let left = 0
  for (const bundle of bundles) {
    const price = cost(bundle)
    if (chunks.length === 0 || price > left) {
      chunks.push([])
      left = most
    }
    chunks.at(-1)?.push(bundle)
    left -= price
  }
  return chunks
}

export interface PackedMember {
  readonly row: number
  readonly tail: readonly number[]
  readonly promptLength: number
  /** Slot of the first prompt token. */
  readonly promptSlot: number
  /** Slot of the first tail token. */
  readonly tailSlot: number
  /** Row of the logits that predict what follows the prompt, and what follows the first tail token. */
  readonly promptHead: number
  readonly tailHead: number
}

export interface Packed {
  /** N */
  readonly tokens: number
  /** [N, 2] token, position. */
  readonly inputs: Uint32Array
  /** [N, 4] first slot and length of the shared prompt, first slot of the own row, own slot (kernels/attention.ts). */
  readonly spans: Uint32Array
  /** [N] end of the queries that see a token; meaningful where slots are the tokens' places. */
  readonly lastQuery: Uint32Array
  /** [U] tokens whose logits are wanted: the last of each prompt, and every tail token. */
  readonly headRows: Uint32Array
  readonly members: readonly PackedMember[]
}

/**
 * `room` is the number of slots that each row's tail owns: sampling reserves them behind all prompts for the tokens to
 * come; without it slots are the tokens' places.
 */
export function packBundles(bundles: readonly Bundle[], room?: number): Packed {
  const tokens = bundles.reduce((total, bundle) => total + tokensOf(bundle), 0)
  const inputs = new Uint32Array(2 * tokens)
  const spans = new Uint32Array(4 * tokens)
  const lastQuery = new Uint32Array(tokens)
  const headRows: number[] = []
  const members: PackedMember[] = []
  const prompts = bundles.reduce((total, { prompt }) => total + prompt.length, 0)
  let n = 0
  let promptSlot = 0
  const put = (token: number, position: number, span: readonly number[]) => {
    inputs.set([token, position], 2 * n)
    spans.set(span, 4 * n)
    n++
  }
  for (const bundle of bundles) {
    const { prompt } = bundle
    if (room === undefined) promptSlot = n
    const end = n + tokensOf(bundle)
    lastQuery.fill(end, n, n + prompt.length)
    prompt.forEach((token, position) => {
      put(token, position, [promptSlot, 0, promptSlot, promptSlot + position])
    })
    const promptHead = headRows.push(n - 1) - 1
    for (const { row, tail } of bundle.members) {
      const tailSlot = room === undefined ? n : prompts + members.length * room
      members.push({
        row,
        tail,
        promptLength: prompt.length,
        promptSlot,
        tailSlot,
        promptHead,
        tailHead: headRows.length,
      })
      lastQuery.fill(n + tail.length, n, n + tail.length)
      tail.forEach((token, i) => {
        headRows.push(n)
        put(token, prompt.length + i, [promptSlot, prompt.length, tailSlot, tailSlot + i])
      })
    }
    promptSlot += prompt.length
  }
  return { tokens, inputs, spans, lastQuery, headRows: Uint32Array.from(headRows), members }
}

/** Lists of the places of equal keys: those of key k are places[start[k]] .. places[start[k + 1] - 1], ascending. */
export function placesByKey(keys: ArrayLike<number>, count: number): { start: Uint32Array; places: Uint32Array } {
  const start = new Uint32Array(count + 1)
  for (let i = 0; i < keys.length; i++) start[keys[i]! + 1]!++
  for (let k = 0; k < count; k++) start[k + 1]! += start[k]!
  const next = start.slice()
  const places = new Uint32Array(keys.length)
  for (let i = 0; i < keys.length; i++) places[next[keys[i]!]!++] = i
  return { start, places }
}
