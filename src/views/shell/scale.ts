/** Between a parameter's value and the place of its slider's thumb, 0 to 1. */
import { clamp } from '../../core/math.ts'
import type { NumberParam } from '../../core/params.ts'

/** A logarithmic slider whose range begins at 0 has 0 at its very left, and this as its smallest other value. */
export function smallest({ min, max, integer }: NumberParam): number {
  if (min > 0) return min
  return integer ? 1 : max * 1e-7
}
/** Share of the track that stands for 0 on such a slider. */
const off = 0.04

export function positionOf(spec: NumberParam, value: number): number {
  const { min, max, scale } = spec
  if (max <= min) return 0
  if (value >= max) return 1
  if (scale === 'linear') return clamp((value - min) / (max - min), 0, 1)
  const low = smallest(spec)
  const start = min > 0 ? 0 : off
  if (value < low) return 0
  return clamp(start + ((1 - start) * Math.log(value / low)) / Math.log(max / low), 0, 1)
}

/** The value under the thumb, rounded to what a person would have typed. */
export function valueAt(spec: NumberParam, position: number): number {
  const { min, max, scale } = spec
  if (position <= 0) return min
  if (position >= 1) return max
  if (scale === 'linear') return tidy(spec, min + position * (max - min))
  const low = smallest(spec)
  const start = min > 0 ? 0 : off
  if (position < start) return position < start / 2 ? min : low
  return tidy(spec, low * (max / low) ** ((position - start) / (1 - start)))
}

/** Whole numbers; two significant digits on a logarithmic scale; else a hundredth of the range, in round numbers. */
function tidy({ min, max, scale, integer }: NumberParam, value: number): number {
  if (integer) return clamp(Math.round(scale === 'log' && value > 20 ? significant(value, 2) : value), min, max)
  if (scale === 'log') return clamp(significant(value, 2), min, max)
  const grain = 10 ** Math.floor(Math.log10((max - min) / 50))
  return clamp(Number((Math.round(value / grain) * grain).toPrecision(12)), min, max)
}

const significant = (value: number, digits: number): number => Number(value.toPrecision(digits))

/** Next value for an arrow key: one grain on a linear scale; 1, 2, 3, 5 and their powers of ten on a logarithmic one. */
export function nudge(spec: NumberParam, value: number, by: 1 | -1): number {
  const { min, max, scale, integer } = spec
  if (scale === 'linear') {
    const grain = integer ? 1 : 10 ** Math.floor(Math.log10((max - min) / 50))
    return clamp(Number((value + by * grain).toPrecision(12)), min, max)
  }
  if (integer && value + by <= 10) return clamp(value + by, min, max)
  const low = smallest(spec)
  if (value < low) return by > 0 ? low : min
  const rungs = ladder(low, max)
  const next = by > 0 ? rungs.find(rung => rung > value * 1.0001) : rungs.findLast(rung => rung < value * 0.9999)
  return next === undefined ? (by > 0 ? max : min) : next
}

function ladder(low: number, high: number): number[] {
  const rungs: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const digit of [1, 2, 3, 5]) {
      const rung = Number(`${digit}e${power}`)
      if (rung >= low && rung <= high) rungs.push(rung)
    }
  }
  return rungs
}

/** As it stands in the field: 0.001, 1e-6, 8. */
export function written(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace('+', '')
  return String(Number(value.toPrecision(6)))
}
