import { exp4, max4, sum4 } from './math'
import { at } from './memory'

/**
 * In place over the first `count` entries of a row: softmax(scale * s). Entries from there to the next multiple of 4 and
 * on to `width` become 0, so that sums over longer rows keep their bits. The row must have room up to a multiple of 4.
 * The maximum passes over NaN, the exponentials do not.
 */
export function softmaxRow(s: usize, count: i32, width: i32, scale: f32): void {
  const padded = (count + 3) & ~3
  for (let j = count; j < padded; j++) store<f32>(at(s, j), -Infinity)
  let top = f32x4.splat(-Infinity)
  for (let j = 0; j < padded; j += 4) top = f32x4.pmax(top, v128.load(at(s, j)))
  const peak = f32x4.splat(max4(top))
  const factor = f32x4.splat(scale)
  let total = f32x4.splat(0)
  for (let j = 0; j < padded; j += 4) {
    const e = exp4(f32x4.mul(factor, f32x4.sub(v128.load(at(s, j)), peak)))
    v128.store(at(s, j), e)
    total = f32x4.add(total, e)
  }
  const share = f32x4.splat(1 / sum4(total))
  for (let j = 0; j < padded; j += 4) v128.store(at(s, j), f32x4.mul(v128.load(at(s, j)), share))
  for (let j = padded; j < width; j += 4) v128.store(at(s, j), f32x4.splat(0))
}
