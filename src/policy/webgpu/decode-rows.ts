/** The rows that sampling advances: their state between submissions, as lists for the device. */

import { toBeDrawn } from './kernels/draw.ts'
import { finishedBit } from './kernels/embedding.ts'
import type { Network, TokenBuffers } from './network.ts'
import type { PackedMember } from './packing.ts'

export interface DecodeRow {
  /** Place among the batch's members, and of its uniforms and results. */
  readonly index: number
  readonly member: PackedMember
  /** Next input; not known before the first draw, which writes it. */
  readonly token: number
  /** Of the next token to go through the network; before the first draw, of the last one that has. */
  readonly position: number
  readonly finished: boolean
}

/** Rows on the device, in this order. */
export interface DecodeBuffers extends TokenBuffers {
  readonly rows: readonly DecodeRow[]
  readonly draws: GPUBuffer
}

/** Rows whose prompt and forced tokens are through, and nothing drawn yet. */
export const startRows = (members: readonly PackedMember[], maxResponse: number): DecodeRow[] =>
  members.map((member, index) => ({
    index,
    member,
    token: 0,
    position: member.promptLength + member.tail.length - 1,
    finished: member.tail.length >= maxResponse,
  }))

/** Rounds until the last of the rows, all of which have drawn, reaches the longest response. */
export const roundsLeft = (rows: readonly DecodeRow[], maxResponse: number): number =>
  rows.reduce((most, { member, position }) => Math.max(most, maxResponse - 1 - (position - member.promptLength)), 0)

/** The rows with what the device says of their inputs, [n, 2] token and position. */
export const advance = (rows: readonly DecodeRow[], inputs: Uint32Array): DecodeRow[] =>
  rows.map((row, i) => ({
    ...row,
    token: inputs[2 * i]! & (finishedBit - 1),
    position: inputs[2 * i + 1]!,
    finished: (inputs[2 * i]! & finishedBit) !== 0,
  }))

export function uploadRows({ gpu }: Network, rows: readonly DecodeRow[], maxResponse: number): DecodeBuffers {
  const inputs = new Uint32Array(2 * rows.length)
  const spans = new Uint32Array(4 * rows.length)
  const draws = new Uint32Array(4 * rows.length)
  rows.forEach(({ member, token, position, finished, index }, i) => {
    const { promptLength, promptSlot, tailSlot } = member
    inputs.set([token + (finished ? finishedBit : 0), position], 2 * i)
    spans.set([promptSlot, promptLength, tailSlot, tailSlot + position - promptLength], 4 * i)
    draws.set([i, drawBase(member, index, maxResponse), toBeDrawn, i], 4 * i)
  })
  return {
    rows,
    tokens: rows.length,
    heads: rows.length,
    inputs: gpu.upload('sample.inputs', inputs),
    spans: gpu.upload('sample.spans', spans),
    headRows: gpu.upload(
      'sample.headRows',
      Uint32Array.from(rows, (_, i) => i),
    ),
    draws: gpu.upload('sample.draws', draws),
  }
}

/** Base + position of the last token read = place of the drawn token among the results (kernels/draw.ts); may wrap. */
const drawBase = ({ promptLength }: PackedMember, index: number, maxResponse: number): number =>
  index * maxResponse + 1 - promptLength

/** [n, 4] the draws that follow the prompts: statistics of all forced tokens, and the first token of every row. */
export function drawsAfterPrompt(members: readonly PackedMember[], maxResponse: number): Uint32Array {
  const draws: number[] = []
  members.forEach((member, index) => {
    const { tail, promptHead, tailHead } = member
    const headOf = (t: number) => (t === 0 ? promptHead : tailHead + t - 1)
    tail.forEach((token, t) => {
      draws.push(headOf(t), index * maxResponse + t, token, index)
    })
    if (tail.length < maxResponse) {
      draws.push(headOf(tail.length), drawBase(member, index, maxResponse), toBeDrawn, index)
    }
  })
  return Uint32Array.from(draws)
}
