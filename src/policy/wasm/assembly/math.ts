/** Elementary functions on four lanes. */

/**
 * e^x; 0 below -87.3, where float32 leaves its normal range; NaN stays NaN. Range reduction to |r| <= ln(2)/2 with a
 * split ln(2) and the degree-6 minimax polynomial of the Cephes library (expf); relative error below 2e-7.
 */
export function exp4(x: v128): v128 {
  const dead = f32x4.lt(x, f32x4.splat(-87.3))
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.3)), f32x4.splat(88))
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(Mathf.LOG2E)))
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)))
  let p = f32x4.splat(1.98756915e-4)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1))
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return v128.andnot(f32x4.mul(p, power), dead)
}

/** Sum of the four lanes, always in the same order. */
export function sum4(x: v128): f32 {
  const low = f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)
  return low + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

export function max4(x: v128): f32 {
  const low = max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1))
  return max(low, max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)))
}
