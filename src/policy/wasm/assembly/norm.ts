/** Layer normalisation over rows of `width` (a multiple of 4), epsilon 1e-5, population variance. */
import { sum4 } from './math'
import { at } from './memory'

/** y = (x - mean) / std * gain + bias; saves mean and 1 / std per row in `saved` [rows, 2]. */
export function normForward(y: usize, x: usize, gain: usize, bias: usize, saved: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) {
    const from = at(x, r * width)
    const to = at(y, r * width)
    let total = f32x4.splat(0)
    for (let j = 0; j < width; j += 4) total = f32x4.add(total, v128.load(at(from, j)))
    const mean = f32x4.splat(sum4(total) / f32(width))
    let squares = f32x4.splat(0)
    for (let j = 0; j < width; j += 4) {
      const centred = f32x4.sub(v128.load(at(from, j)), mean)
      squares = f32x4.add(squares, f32x4.mul(centred, centred))
    }
    const scale = f32x4.splat(1 / sqrt<f32>(sum4(squares) / f32(width) + 1e-5))
    for (let j = 0; j < width; j += 4) {
      const unit = f32x4.mul(f32x4.sub(v128.load(at(from, j)), mean), scale)
      v128.store(at(to, j), f32x4.add(f32x4.mul(unit, v128.load(at(gain, j))), v128.load(at(bias, j))))
    }
    store<f32>(at(saved, 2 * r), f32x4.extract_lane(mean, 0))
    store<f32>(at(saved, 2 * r + 1), f32x4.extract_lane(scale, 0))
  }
}

/** dx += the gradient through the normalisation of dy; dGain and dBias accumulate. */
export function normBackward(
  dx: usize,
  dGain: usize,
  dBias: usize,
  dy: usize,
  x: usize,
  gain: usize,
  saved: usize,
  rows: i32,
  width: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const mean = v128.load32_splat(at(saved, 2 * r))
    const scale = v128.load32_splat(at(saved, 2 * r + 1))
    const input = at(x, r * width)
    const upper = at(dy, r * width)
    let total = f32x4.splat(0)
    let along = f32x4.splat(0)
    for (let j = 0; j < width; j += 4) {
      const unit = f32x4.mul(f32x4.sub(v128.load(at(input, j)), mean), scale)
      const d = v128.load(at(upper, j))
      const inner = f32x4.mul(d, v128.load(at(gain, j)))
      total = f32x4.add(total, inner)
      along = f32x4.add(along, f32x4.mul(inner, unit))
      v128.store(at(dGain, j), f32x4.add(v128.load(at(dGain, j)), f32x4.mul(d, unit)))
      v128.store(at(dBias, j), f32x4.add(v128.load(at(dBias, j)), d))
    }
    const meanTotal = f32x4.splat(sum4(total) / f32(width))
    const meanAlong = f32x4.splat(sum4(along) / f32(width))
    const out = at(dx, r * width)
    for (let j = 0; j < width; j += 4) {
      const unit = f32x4.mul(f32x4.sub(v128.load(at(input, j)), mean), scale)
      const inner = f32x4.mul(v128.load(at(upper, j)), v128.load(at(gain, j)))
      const d = f32x4.sub(f32x4.sub(inner, meanTotal), f32x4.mul(unit, meanAlong))
      v128.store(at(out, j), f32x4.add(v128.load(at(out, j)), f32x4.mul(scale, d)))
    }
  }
}
