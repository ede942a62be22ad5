/**
 * Rules whose advantages are moved and scaled as a whole: one factor and one shift for an iteration, as whitening over
 * tokens does.
 */
import { digits } from '../words.ts'
import type { Candidate } from './candidate.ts'
import { type Expected, type Moments, momentsOf } from './expected.ts'
import type { Observed } from './observed.ts'

interface Line {
  readonly factor: number
  readonly shift: number
}

/** The line through these points with the least squared error; undefined where they do not tell. */
function lineOf(x: readonly number[], y: readonly number[]): Line | undefined {
  const [meanX, meanY] = [x, y].map(values => values.reduce((a, b) => a + b, 0) / values.length)
  const squares = x.reduce((total, value) => total + (value - meanX!) ** 2, 0)
  if (x.length < 4 || !(squares > 1e-12)) return undefined
  const factor = x.reduce((total, value, k) => total + (value - meanX!) * (y[k]! - meanY!), 0) / squares
  return { factor, shift: meanY! - factor * meanX! }
}

function fitted({ value }: Expected, { observed: { logged, reward } }: Moments): Line | undefined {
  const rows = [...logged.keys()].filter(i => Number.isFinite(logged[i]!) && Number.isFinite(reward[i]!))
  return lineOf(
    rows.map(i => value[i]!),
    rows.map(i => logged[i]!),
  )
}

/** The candidates with the line of each iteration; only where it is the same line that single precision allows. */
export function affineCandidates(candidates: readonly Candidate[], observed: readonly Observed[]): Candidate[] {
  const moments = observed.map(momentsOf)
  return candidates.flatMap(candidate => {
    const lines = moments.map((one, k) => {
      const expected = candidate.expect(one, k, 0)
      return expected && fitted(expected, one)
    })
    const [first] = lines.filter(line => line !== undefined)
    if (!first || lines.some(line => line && !(Math.abs(line.factor) > 1e-6))) return []
    return [moved(candidate, lines, first)]
  })
}

/** How far the line itself may be off, relative to its numbers. */
const slack = 4e-6

function moved(candidate: Candidate, lines: readonly (Line | undefined)[], first: Line): Candidate {
  const isScaled = lines.every(line => !line || Math.abs(line.shift) <= slack * Math.abs(line.factor))
  const same = lines.every(line => !line || Math.abs(line.factor - first.factor) <= slack * Math.abs(first.factor))
  const times = same ? `times ${digits(first.factor)}` : 'times a factor of its own in each iteration'
  return {
    ...candidate,
    name: isScaled ? `${candidate.name}, ${times}` : `${candidate.name}, moved and scaled over the whole batch`,
    detail: isScaled
      ? candidate.detail
      : `${candidate.detail}; then ${times}, plus ${digits(first.shift)}${lines.length > 1 ? ' in the first iteration' : ''}`,
    trainers: '',
    traits: { ...candidate.traits, factor: first.factor, ...(isScaled ? {} : { shift: first.shift }) },
    surprise: candidate.surprise + (isScaled ? 10 : 12),
    expect: (moments, k, digit) => {
      const [expected, line] = [candidate.expect(moments, k, digit), lines[k]]
      return expected && line && onLine(expected, line)
    },
  }
}

function onLine({ value, low, high }: Expected, { factor, shift }: Line): Expected {
  const [down, up] = factor < 0 ? [high, low] : [low, high]
  const doubt = slack * (Math.abs(factor) + Math.abs(shift))
  return {
    value: value.map(x => factor * x + shift),
    low: down.map(x => factor * x + shift - doubt),
    high: up.map(x => factor * x + shift + doubt),
  }
}
