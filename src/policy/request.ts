/** Checks that every policy makes before it computes: ids and lengths are wrong on the host or not at all. */
import { fail } from '../core/fail.ts'
import type { Rows, SampleRequest } from './policy.ts'

/** What a policy can take. `blockSize` is undefined for policies that do not read the prompt as a sequence. */
export interface Limits {
  readonly vocabSize: number
  readonly blockSize: number | undefined
}

/** What the network reads of one row. */
export interface Sequence {
  readonly prompt: readonly number[]
  readonly response: readonly number[]
}

/** The rows of a training or scoring request, checked. */
export function sequencesOf(where: string, limits: Limits, rows: Rows): Sequence[] {
  const { problems, tokenStart, token } = rows
  if (tokenStart.length !== problems.length + 1 || tokenStart[problems.length] !== token.length) {
    fail(
      `${where}.tokenStart`,
      `${problems.length + 1} offsets that end at ${token.length}`,
      `${tokenStart.length} offsets that end at ${tokenStart.at(-1)}`,
      'Fix the caller.',
    )
  }
  return problems.map(({ prompt }, i) => {
    const response = Array.from(token.subarray(tokenStart[i], tokenStart[i + 1]))
    checkSequence(where, limits, prompt, response, response.length)
    return { prompt, response }
  })
}

/** Longest response of the rows: the width of the padded arrays. */
export function longestResponse(rows: Rows): number {
  let longest = 0
  for (let i = 0; i < rows.problems.length; i++) {
    longest = Math.max(longest, rows.tokenStart[i + 1]! - rows.tokenStart[i]!)
  }
  return longest
}

export function checkSample(where: string, limits: Limits, request: SampleRequest): void {
  const { rows, uniforms, maxResponse, temperature, topK, topP } = request
  if (uniforms.length !== rows.length * maxResponse) {
    fail(
      `${where}.uniforms`,
      `${rows.length} x ${maxResponse} numbers`,
      `${uniforms.length}`,
      'Make one uniform per row and response position.',
    )
  }
  if (!(temperature > 0)) fail(`${where}.temperature`, 'a number above 0', `${temperature}`, 'Use `greedy` for 0.')
  if (!(topK >= 0)) fail(`${where}.topK`, '0 (off) or a count', `${topK}`, 'Use 0 to keep every token.')
  if (!(topP > 0 && topP <= 1))
    fail(`${where}.topP`, 'a share above 0, at most 1', `${topP}`, 'Use 1 to switch it off.')
  for (const { problem, forced } of rows) {
    if (forced.length > maxResponse) {
      fail(
        `${where}.forced`,
        `at most ${maxResponse} forced tokens`,
        `${forced.length}`,
        'Raise maxResponse or shorten the prefix.',
      )
    }
    checkSequence(where, limits, problem.prompt, forced, maxResponse)
  }
}

function checkSequence(
  where: string,
  { vocabSize, blockSize }: Limits,
  prompt: readonly number[],
  response: readonly number[],
  positions: number,
): void {
  for (const id of [...prompt, ...response]) {
    if (!Number.isInteger(id) || id < 0 || id >= vocabSize) {
      fail(`${where}.token`, `a token id in 0 .. ${vocabSize - 1}`, `${id}`, 'Open the policy with the task it plays.')
    }
  }
  if (blockSize === undefined) return
  if (prompt.length === 0) fail(`${where}.prompt`, 'at least one prompt token', 'none', 'Give the task a start token.')
  if (prompt.length + positions > blockSize) {
    fail(
      `${where}.prompt`,
      `prompt and response of at most ${blockSize} tokens`,
      `${prompt.length} + ${positions}`,
      "Open the policy with the level's maxPrompt and maxResponse.",
    )
  }
}
