/** Row-wise and elementwise kernels. Widths are multiples of 4; sums over rows run in row order. */
import { exp4 } from './math'
import { at } from './memory'

/** out[r] = table[index[r]] */
export function gather(out: usize, table: usize, index: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(at(out, r * width), at(table, load<i32>(at(index, r)) * width), usize(width) << 2)
  }
}

/** out[r] += table[index[r]] */
export function gatherAdd(out: usize, table: usize, index: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) add(at(out, r * width), at(table, load<i32>(at(index, r)) * width), width)
}

/** table[index[r]] += x[r], in row order: the gradient of a gather, with the same bits every time. */
export function scatterAdd(table: usize, x: usize, index: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) add(at(table, load<i32>(at(index, r)) * width), at(x, r * width), width)
}

/** out += x */
export function add(out: usize, x: usize, count: i32): void {
  for (const end = at(out, count); out < end; out += 16, x += 16) {
    v128.store(out, f32x4.add(v128.load(out), v128.load(x)))
  }
}

/** out[j] += sum over rows of x[r, j], rows `stride` apart: the gradient of a bias. Any width. */
export function columnSum(out: usize, x: usize, stride: i32, rows: i32, width: i32): void {
  const whole = width & ~3
  for (let r = 0; r < rows; r++) {
    const row = at(x, r * stride)
    add(out, row, whole)
    for (let j = whole; j < width; j++) store<f32>(at(out, j), load<f32>(at(out, j)) + load<f32>(at(row, j)))
  }
}

/** 2 sqrt(2 / pi), and that times 0.044715: tanh-GELU(x) = x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)). */
const GELU_1: f32 = 1.5957691216
const GELU_3: f32 = 0.0713548163

function geluGate(x: v128): v128 {
  const cubic = f32x4.add(f32x4.splat(GELU_1), f32x4.mul(f32x4.splat(GELU_3), f32x4.mul(x, x)))
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(f32x4.mul(x, cubic)))))
}

/** y = gelu(x), the tanh form. */
export function geluForward(y: usize, x: usize, count: i32): void {
  for (const end = at(x, count); x < end; x += 16, y += 16) {
    const value = v128.load(x)
    v128.store(y, f32x4.mul(value, geluGate(value)))
  }
}

/** d *= gelu'(x) */
export function geluBackward(d: usize, x: usize, count: i32): void {
  for (const end = at(x, count); x < end; x += 16, d += 16) {
    const value = v128.load(x)
    const gate = geluGate(value)
    const square = f32x4.mul(value, value)
    const inner = f32x4.add(f32x4.splat(GELU_1), f32x4.mul(f32x4.splat(3 * GELU_3), square))
    const bend = f32x4.mul(f32x4.mul(value, inner), f32x4.mul(gate, f32x4.sub(f32x4.splat(1), gate)))
    v128.store(d, f32x4.mul(v128.load(d), f32x4.add(gate, bend)))
  }
}
