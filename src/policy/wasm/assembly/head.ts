/**
 * Statistics of the output distribution, and their gradient. A row of the head's output has `width` columns (a
 * multiple of 8): the vocabulary, the value if there is one, padding. Padding and forbidden tokens have scale 0 and a
 * large negative shift: probability exactly 0, and no gradient.
 */
import { exp4, max4, sum4 } from './math'
import { at } from './memory'

/** Per row: lse, entropy, mean log-probability, collision, value, logp. */
const STATISTICS: i32 = 6

/**
 * In place: logits -> z = logits * scale + shift, and the statistics of softmax(z) except logp. `share` is 1 / (allowed
 * tokens) at allowed tokens and 0 elsewhere; `value` is the value's column, -1 for none.
 */
export function temper(
  z: usize,
  statistics: usize,
  scale: usize,
  shift: usize,
  share: usize,
  value: i32,
  rows: i32,
  width: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = at(z, r * width)
    const out = at(statistics, r * STATISTICS)
    if (value >= 0) store<f32>(at(out, 4), load<f32>(at(row, value)))
    let top = f32x4.splat(-Infinity)
    for (let j = 0; j < width; j += 4) {
      const tempered = f32x4.add(f32x4.mul(v128.load(at(row, j)), v128.load(at(scale, j))), v128.load(at(shift, j)))
      v128.store(at(row, j), tempered)
      top = f32x4.pmax(top, tempered)
    }
    summarise(row, out, share, max4(top), width)
  }
}

function summarise(row: usize, out: usize, share: usize, top: f32, width: i32): void {
  const peak = f32x4.splat(top)
  let mass = f32x4.splat(0)
  let mean = f32x4.splat(0)
  for (let j = 0; j < width; j += 4) {
    const shifted = f32x4.sub(v128.load(at(row, j)), peak)
    mass = f32x4.add(mass, exp4(shifted))
    mean = f32x4.add(mean, f32x4.mul(shifted, v128.load(at(share, j))))
  }
  const logMass = Mathf.log(sum4(mass))
  const normaliser = f32x4.splat(logMass)
  let entropy = f32x4.splat(0)
  let collision = f32x4.splat(0)
  for (let j = 0; j < width; j += 4) {
    const logp = f32x4.sub(f32x4.sub(v128.load(at(row, j)), peak), normaliser)
    const p = exp4(logp)
    entropy = f32x4.sub(entropy, f32x4.mul(p, logp))
    collision = f32x4.add(collision, f32x4.mul(p, p))
  }
  store<f32>(out, top + logMass)
  store<f32>(at(out, 1), sum4(entropy))
  store<f32>(at(out, 2), sum4(mean) - logMass)
  store<f32>(at(out, 3), sum4(collision))
}

/** logp of `token[r]` under the tempered row r. */
export function pickLogp(z: usize, statistics: usize, token: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++) {
    const out = at(statistics, r * STATISTICS)
    store<f32>(at(out, 5), load<f32>(at(z, r * width + load<i32>(at(token, r)))) - load<f32>(out))
  }
}

/**
 * In place: z -> gradient with respect to the head's output, from `upper` [rows, 4]: gradients with respect to logp,
 * entropy, mean log-probability and value, and from `dz` [rows, width] (0 for none), with respect to z.
 */
export function headBackward(
  z: usize,
  statistics: usize,
  upper: usize,
  dz: usize,
  token: usize,
  scale: usize,
  share: usize,
  value: i32,
  rows: i32,
  width: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const row = at(z, r * width)
    const given = at(upper, r * 4)
    const dLogp = load<f32>(given)
    const chosen = at(row, load<i32>(at(token, r)))
    const lse = v128.load32_splat(at(statistics, r * STATISTICS))
    const entropy = v128.load32_splat(at(statistics, r * STATISTICS + 1))
    const dEntropy = v128.load32_splat(at(given, 1))
    const dMean = v128.load32_splat(at(given, 2))
    const both = f32x4.add(f32x4.splat(dLogp), dMean)
    for (let j = 0; j < width; j += 4) {
      const logp = f32x4.sub(v128.load(at(row, j)), lse)
      const pull = f32x4.add(f32x4.mul(dEntropy, f32x4.add(logp, entropy)), both)
      let d = f32x4.sub(f32x4.mul(dMean, v128.load(at(share, j))), f32x4.mul(exp4(logp), pull))
      if (dz) d = f32x4.add(d, v128.load(at(dz, r * width + j)))
      v128.store(at(row, j), f32x4.mul(d, v128.load(at(scale, j))))
    }
    const column = load<i32>(at(token, r))
    store<f32>(chosen, load<f32>(chosen) + dLogp * load<f32>(at(scale, column)))
    if (value >= 0) store<f32>(at(row, value), load<f32>(at(given, 3)))
  }
}
