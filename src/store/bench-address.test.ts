import { describe, expect, it } from 'vitest'
import { packed } from '../core/recipe-own.ts'
import { methods } from '../methods/index.ts'
import { benchOf, benchQuery, takeBench, usualBench } from './bench-address.ts'

describe('the bench in an address', () => {
  it('comes back as it was written, whatever stands around it', () => {
    const bench = benchOf(
      [...methods.keys()].slice(0, 12).flatMap(id => [id, `${id}@verl`]),
      'aapo',
    )
    const known = bench.rows.filter(key => takeBench(`bench=${key}`).notices.length === 0)
    const kept = benchOf(known, known[2])
    const { rest, bench: read, notices } = takeBench(`preset=a&seed=1${benchQuery(kept)}`)
    expect({ rest, read, notices }).toEqual({ rest: 'preset=a&seed=1', read: kept, notices: [] })
  })

  it('is the usual one where nothing is said, and then says nothing', () => {
    expect(takeBench('preset=a')).toEqual({ rest: 'preset=a', bench: usualBench, notices: [] })
    expect(benchQuery(usualBench)).toBe('')
    expect(takeBench('')).toEqual({ rest: '', bench: usualBench, notices: [] })
  })

  it('leaves out what it does not know, and says so', () => {
    const { bench, notices } = takeBench('bench=rloo,grqo,rloo,grpo@nobody,%E0%A4%A&base=x')
    expect(bench).toEqual({ rows: ['rloo'], base: 'rloo' })
    expect(notices).toHaveLength(3)
    expect(notices[0]).toContain('Nearest: grpo')
    expect(takeBench('bench=').bench).toEqual(usualBench)
  })

  it('carries a program as text, which is not trusted when it comes back', () => {
    const source = '// Größe \u{1F600}\nexport const advantage = ({ rewards }) => rewards\n'
    const written = benchQuery({ ...benchOf(['rloo', 'own'], 'own'), own: { source, isTrusted: true } })
    const { bench, notices } = takeBench(written.slice(1))
    expect({ bench, notices }).toEqual({
      bench: { rows: ['rloo', 'own'], base: 'own', own: { source, isTrusted: false } },
      notices: [],
    })
    expect(takeBench('bench=own,rloo').bench.rows).toEqual(['rloo'])
    expect(takeBench('own=%%%').notices).toEqual([expect.stringContaining('expected a program')])
    expect(takeBench('own=_w').bench.own).toBeUndefined()
  })

  it('says nothing of a program that the run has too, and reads it as the run’s', () => {
    const source = 'export const advantage = ({ rewards }) => rewards'
    const bench = { ...benchOf(['rloo', 'own'], 'own'), own: { source, isTrusted: true } }
    const written = benchQuery(bench, source)
    expect(written).toBe('&bench=rloo,own&base=own')
    const query = `preset=a&method=own&program=${packed(source)}`
    expect(takeBench(query + written)).toEqual({
      rest: query,
      bench: { ...bench, own: { source, isTrusted: false } },
      notices: [],
    })
    expect(takeBench(query).bench).toEqual(usualBench)
  })
})
