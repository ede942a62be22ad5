/**
 * Matrix product after K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008): blocks of
 * both factors are copied into contiguous panels (which absorbs transposition and ragged edges), and a kernel of
 * 4 x 8 results held in registers runs over the panels.
 *
 * Every result is one sum in ascending order over the inner dimension, started from the given value. So its bits
 * depend neither on blocking nor on how many other rows or columns are computed along with it: decoding one token,
 * scoring a chunk and training on a batch give the same log-probabilities.
 */
import { at } from './memory'

const DEPTH: i32 = 256
const HEIGHT: i32 = 64
const A_BLOCK: usize = memory.data(65536, 64) // HEIGHT x DEPTH floats, panels of 4 rows
const B_PANEL: usize = memory.data(8192, 64) // DEPTH x 8 floats
const EDGE: usize = memory.data(128, 64) // a 4 x 8 tile that sticks out of C

/**
 * C[m, n] = S + A[m, k] B[k, n]. A and B have any row and column strides (so also transposed views); S and C have
 * contiguous rows. S may be C itself (accumulate), or a single row with stride 0 (a bias, zeros).
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  s: usize,
  sRow: i32,
  c: usize,
  cRow: i32,
): void {
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = min(DEPTH, k - k0)
    for (let i0 = 0; i0 < m; i0 += HEIGHT) {
      const height = min(HEIGHT, m - i0)
      const aBlock = at(a, i0 * aRow + k0 * aColumn)
      for (let i = 0; i < height; i += 4) {
        pack(at(A_BLOCK, i * depth), 4, at(aBlock, i * aRow), aRow, aColumn, height - i, depth)
      }
      for (let j = 0; j < n; j += 8) {
        const bBlock = at(b, k0 * bRow + j * bColumn)
        pack(B_PANEL, 8, bBlock, bColumn, bRow, n - j, depth)
        pack(B_PANEL + 16, 8, at(bBlock, 4 * bColumn), bColumn, bRow, n - j - 4, depth)
        for (let i = 0; i < height; i += 4) {
          const cTile = at(c, (i0 + i) * cRow + j)
          const panel = at(A_BLOCK, i * depth)
          // After the first block of the inner dimension the sum goes on from C.
          if (k0) tile(depth, panel, height - i, n - j, cTile, cRow, cTile, cRow)
          else tile(depth, panel, height - i, n - j, at(s, (i0 + i) * sRow + j), sRow, cTile, cRow)
        }
      }
    }
  }
}

/** Four lanes side by side per depth, `skip` floats apart; lanes beyond `lanes` become zeros. */
function pack(to: usize, skip: i32, from: usize, laneStride: i32, depthStride: i32, lanes: i32, depth: i32): void {
  let p = 0
  if (lanes >= 4 && laneStride === 1) {
    for (; p < depth; p++) v128.store(at(to, p * skip), v128.load(at(from, p * depthStride)))
  } else if (lanes >= 4 && depthStride === 1) {
    for (; p + 4 <= depth; p += 4) transpose(at(to, p * skip), skip, at(from, p), laneStride)
  }
  for (; p < depth; p++) {
    for (let lane = 0; lane < 4; lane++) {
      const value = lane < lanes ? load<f32>(at(from, lane * laneStride + p * depthStride)) : 0
      store<f32>(at(to, p * skip + lane), value)
    }
  }
}

function transpose(to: usize, skip: i32, from: usize, stride: i32): void {
  const r0 = v128.load(from)
  const r1 = v128.load(at(from, stride))
  const r2 = v128.load(at(from, 2 * stride))
  const r3 = v128.load(at(from, 3 * stride))
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
  v128.store(at(to, skip), v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
  v128.store(at(to, 2 * skip), v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
  v128.store(at(to, 3 * skip), v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
}

/** One tile of C, of which `rows` x `columns` exist (or more: whole). */
function tile(depth: i32, a: usize, rows: i32, columns: i32, s: usize, sRow: i32, c: usize, cRow: i32): void {
  if (rows >= 4 && columns >= 8) {
    kernel(depth, a, s, sRow, c, cRow)
    return
  }
  rows = min(rows, 4)
  columns = min(columns, 8)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(at(EDGE, i * 8 + j), load<f32>(at(s, i * sRow + j)))
  }
  kernel(depth, a, EDGE, 8, EDGE, 8)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(at(c, i * cRow + j), load<f32>(at(EDGE, i * 8 + j)))
  }
}

/** Eight accumulators, two vectors of B and one broadcast of A: fits the 16 vector registers of x86-64. */
function kernel(depth: i32, a: usize, s: usize, sRow: i32, c: usize, cRow: i32): void {
  const s1 = at(s, sRow)
  const s2 = at(s1, sRow)
  const s3 = at(s2, sRow)
  let c00 = v128.load(s),
    c01 = v128.load(s, 16)
  let c10 = v128.load(s1),
    c11 = v128.load(s1, 16)
  let c20 = v128.load(s2),
    c21 = v128.load(s2, 16)
  let c30 = v128.load(s3),
    c31 = v128.load(s3, 16)
  let b = B_PANEL
  for (const end = b + (usize(depth) << 5); b < end; b += 32, a += 16) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16)
    let x = v128.load32_splat(a)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    x = v128.load32_splat(a, 4)
    c10 = f32x4.add(c10, f32x4.mul(x, b0))
    c11 = f32x4.add(c11, f32x4.mul(x, b1))
    x = v128.load32_splat(a, 8)
    c20 = f32x4.add(c20, f32x4.mul(x, b0))
    c21 = f32x4.add(c21, f32x4.mul(x, b1))
    x = v128.load32_splat(a, 12)
    c30 = f32x4.add(c30, f32x4.mul(x, b0))
    c31 = f32x4.add(c31, f32x4.mul(x, b1))
  }
  const c1 = at(c, cRow)
  const c2 = at(c1, cRow)
  const c3 = at(c2, cRow)
  v128.store(c, c00)
  v128.store(c, c01, 16)
  v128.store(c1, c10)
  v128.store(c1, c11, 16)
  v128.store(c2, c20)
  v128.store(c2, c21, 16)
  v128.store(c3, c30)
  v128.store(c3, c31, 16)
}
