/**
 * Attention of one new token per row, on a cache of keys and values. A row's cache is keys [T / 4, C, 4], so that the
 * similarities of four positions are computed side by side, then values [T, C]. The sums have the order of the packed
 * attention, hence its bits.
 */
import { at } from './memory'
import { softmaxRow } from './softmax'

/** Copies keys and values of `count` tokens qkv[token, 3C], from `start` on, to positions `first`.. of a row's cache. */
export function fillCache(cache: usize, qkv: usize, start: i32, count: i32, first: i32, width: i32, length: i32): void {
  for (let t = 0; t < count; t++) append(cache, at(qkv, (start + t) * 3 * width), first + t, width, length)
}

function append(cache: usize, qkv: usize, position: i32, width: i32, length: i32): void {
  const keys = at(cache, (position & ~3) * width + (position & 3))
  for (let j = 0; j < width; j++) store<f32>(at(keys, 4 * j), load<f32>(at(qkv, width + j)))
  const values = at(cache, length * width + position * width)
  memory.copy(values, at(qkv, 2 * width), usize(width) << 2)
}

/**
 * out[row, C] from qkv[row, 3C]; keys and values are appended at `position[row]` of the cache of `slot[row]`. `length`
 * T is a multiple of 4; `scratch` holds T floats.
 */
export function attentionDecode(
  out: usize,
  qkv: usize,
  cache: usize,
  slot: usize,
  position: usize,
  rows: i32,
  width: i32,
  heads: i32,
  length: i32,
  scratch: usize,
): void {
  const size = width / heads
  const scale: f32 = 1 / sqrt<f32>(f32(size))
  for (let r = 0; r < rows; r++) {
    const own = at(cache, load<i32>(at(slot, r)) * 2 * length * width)
    const t = load<i32>(at(position, r))
    const query = at(qkv, r * 3 * width)
    append(own, query, t, width, length)
    for (let head = 0; head < heads; head++) {
      similarities(scratch, at(query, head * size), at(own, 4 * head * size), size, t + 1, width)
      softmaxRow(scratch, t + 1, t + 1, scale)
      const values = at(own, length * width + head * size)
      mix(at(out, r * width + head * size), scratch, values, size, t + 1, width)
    }
  }
}

function similarities(s: usize, query: usize, keys: usize, size: i32, count: i32, width: i32): void {
  for (let j = 0; j < count; j += 4) {
    let total = f32x4.splat(0)
    for (let p = 0; p < size; p++) {
      total = f32x4.add(total, f32x4.mul(v128.load32_splat(at(query, p)), v128.load(at(keys, j * width + 4 * p))))
    }
    v128.store(at(s, j), total)
  }
}

/** Sixteen columns at a time: four independent sums hide the latency of an addition. */
function mix(out: usize, p: usize, values: usize, size: i32, count: i32, width: i32): void {
  for (let j = 0; j < size; j += 16) {
    let o0 = f32x4.splat(0)
    let o1 = f32x4.splat(0)
    let o2 = f32x4.splat(0)
    let o3 = f32x4.splat(0)
    for (let t = 0; t < count; t++) {
      const share = v128.load32_splat(at(p, t))
      const row = at(values, t * width + j)
      o0 = f32x4.add(o0, f32x4.mul(share, v128.load(row)))
      o1 = f32x4.add(o1, f32x4.mul(share, v128.load(row, 16)))
      o2 = f32x4.add(o2, f32x4.mul(share, v128.load(row, 32)))
      o3 = f32x4.add(o3, f32x4.mul(share, v128.load(row, 48)))
    }
    const to = at(out, j)
    v128.store(to, o0)
    v128.store(to, o1, 16)
    v128.store(to, o2, 32)
    v128.store(to, o3, 48)
  }
}
