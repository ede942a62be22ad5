/**
 * Causal attention over packed rows. A segment is a run of tokens; its tokens see themselves, those before them in the
 * segment, and a whole earlier run (the prompt that sibling rollouts share). Nothing is kept for the backward pass:
 * the probabilities of a block of queries are computed again, so memory grows with the length and not with its square.
 */
import { gemm } from './gemm'
import { sum4 } from './math'
import { at, ZEROS } from './memory'
import { softmaxRow } from './softmax'

/** Token counts and token indices into the packed arrays; four int32 in the host's memory. */
@unmanaged
class Segment {
  start: i32 = 0
  length: i32 = 0
  prefixStart: i32 = 0
  prefixLength: i32 = 0
}

/** Queries per block: bounds the work wasted above the diagonal and the scratch. */
const BLOCK: i32 = 32

function rowStride(segment: Segment): i32 {
  return (segment.prefixLength + segment.length + 7) & ~3
}

/**
 * out[token, C] from qkv[token, 3C], for `count` segments. `scratch` holds BLOCK x (longest prefix + segment + 7) floats.
 */
export function attentionForward(
  out: usize,
  qkv: usize,
  segments: usize,
  count: i32,
  width: i32,
  heads: i32,
  scratch: usize,
): void {
  const size = width / heads
  for (let index = 0; index < count; index++) {
    const segment = changetype<Segment>(segments + (usize(index) << 4))
    const stride = rowStride(segment)
    for (let head = 0; head < heads; head++) {
      const q = at(qkv, head * size)
      for (let first = 0; first < segment.length; first += BLOCK) {
        const rows = min(BLOCK, segment.length - first)
        probabilities(scratch, stride, q, segment, first, rows, width, size)
        const o = at(out, (segment.start + first) * width + head * size)
        weightedSum(o, width, scratch, stride, at(q, 2 * width), segment, first + rows, rows, 3 * width, size)
      }
    }
  }
}

/** p[rows, stride] = attention of queries first..first+rows of a segment; zeros beyond the diagonal. */
function probabilities(
  p: usize,
  stride: i32,
  q: usize,
  segment: Segment,
  first: i32,
  rows: i32,
  width: i32,
  size: i32,
): void {
  similarity(
    p,
    stride,
    at(q, (segment.start + first) * 3 * width),
    3 * width,
    at(q, width),
    segment,
    first + rows,
    rows,
    3 * width,
    size,
  )
  const before = segment.prefixLength + first
  const scale: f32 = 1 / sqrt<f32>(f32(size))
  for (let i = 0; i < rows; i++) softmaxRow(at(p, i * stride), before + i + 1, before + rows, scale)
}

/** s[rows, prefix + own] = a[rows, size] times the transposed rows of b that belong to the segment. */
function similarity(
  s: usize,
  stride: i32,
  a: usize,
  aRow: i32,
  b: usize,
  segment: Segment,
  own: i32,
  rows: i32,
  bRow: i32,
  size: i32,
): void {
  const prefix = segment.prefixLength
  if (prefix) gemm(rows, prefix, size, a, aRow, 1, at(b, segment.prefixStart * bRow), 1, bRow, ZEROS, 0, s, stride)
  gemm(rows, own, size, a, aRow, 1, at(b, segment.start * bRow), 1, bRow, ZEROS, 0, at(s, prefix), stride)
}

/** out[rows, size] = p[rows, prefix + own] times the rows of b that belong to the segment. */
function weightedSum(
  out: usize,
  outRow: i32,
  p: usize,
  stride: i32,
  b: usize,
  segment: Segment,
  own: i32,
  rows: i32,
  bRow: i32,
  size: i32,
): void {
  const prefix = segment.prefixLength
  if (prefix) gemm(rows, size, prefix, p, stride, 1, at(b, segment.prefixStart * bRow), bRow, 1, ZEROS, 0, out, outRow)
  gemm(
    rows,
    size,
    own,
    at(p, prefix),
    stride,
    1,
    at(b, segment.start * bRow),
    bRow,
    1,
    prefix ? out : ZEROS,
    prefix ? outRow : 0,
    out,
    outRow,
  )
}

/** The rows of `out` that belong to the segment += p[rows, prefix + own]^T a[rows, size]. */
function spread(
  out: usize,
  outRow: i32,
  p: usize,
  stride: i32,
  a: usize,
  aRow: i32,
  segment: Segment,
  own: i32,
  rows: i32,
  size: i32,
): void {
  const prefix = segment.prefixLength
  const toPrefix = at(out, segment.prefixStart * outRow)
  const toOwn = at(out, segment.start * outRow)
  if (prefix) gemm(prefix, size, rows, p, 1, stride, a, aRow, 1, toPrefix, outRow, toPrefix, outRow)
  gemm(own, size, rows, at(p, prefix), 1, stride, a, aRow, 1, toOwn, outRow, toOwn, outRow)
}

/**
 * dqkv[token, 3C] += gradient of dout[token, C]. `dqkv` must start from zeros. `scratch` holds twice what the forward pass needs.
 */
export function attentionBackward(
  dqkv: usize,
  dout: usize,
  qkv: usize,
  segments: usize,
  count: i32,
  width: i32,
  heads: i32,
  scratch: usize,
): void {
  const size = width / heads
  const wide = 3 * width
  for (let index = 0; index < count; index++) {
    const segment = changetype<Segment>(segments + (usize(index) << 4))
    const stride = rowStride(segment)
    const ds = at(scratch, BLOCK * stride)
    for (let head = 0; head < heads; head++) {
      const q = at(qkv, head * size)
      const dq = at(dqkv, head * size)
      for (let first = 0; first < segment.length; first += BLOCK) {
        const rows = min(BLOCK, segment.length - first)
        const token = segment.start + first
        const own = first + rows
        const d = at(dout, token * width + head * size)
        probabilities(scratch, stride, q, segment, first, rows, width, size)
        spread(at(dq, 2 * width), wide, scratch, stride, d, width, segment, own, rows, size)
        similarity(ds, stride, d, width, at(q, 2 * width), segment, own, rows, wide, size)
        softmaxBackward(ds, scratch, stride, rows, segment.prefixLength + own, size)
        weightedSum(at(dq, token * wide), wide, ds, stride, at(q, width), segment, own, rows, wide, size)
        spread(at(dq, width), wide, ds, stride, at(q, token * wide), wide, segment, own, rows, size)
      }
    }
  }
}

/** ds = p (ds - sum(p ds)) / sqrt(size), in place. */
function softmaxBackward(ds: usize, p: usize, stride: i32, rows: i32, keys: i32, size: i32): void {
  const scale = f32x4.splat(1 / sqrt<f32>(f32(size)))
  for (let i = 0; i < rows; i++) {
    const pRow = at(p, i * stride)
    const dRow = at(ds, i * stride)
    for (let j = keys; j & 3; j++) {
      store<f32>(at(pRow, j), 0)
      store<f32>(at(dRow, j), 0)
    }
    let along = f32x4.splat(0)
    for (let j = 0; j < keys; j += 4) {
      along = f32x4.add(along, f32x4.mul(v128.load(at(pRow, j)), v128.load(at(dRow, j))))
    }
    const centre = f32x4.splat(sum4(along))
    for (let j = 0; j < keys; j += 4) {
      const d = f32x4.mul(v128.load(at(pRow, j)), f32x4.sub(v128.load(at(dRow, j)), centre))
      v128.store(at(dRow, j), f32x4.mul(scale, d))
    }
  }
}
