/** A picture of the reference work R1: one bar per backend, path and phase, on a logarithmic scale. */
import type { Result } from './results.ts'

const colours = { fused: '#0f766e', plain: '#94a3b8', 'jax-js': '#b45309' } as const
const [width, left, right, line] = [680, 190, 90, 22]

/** SVG text; readable on light and dark grounds alike. */
export function figure(results: readonly Result[]): string {
  const shown = results.filter(({ name, phase }) => name === 'R1' && phase !== 'iteration')
  const top = Math.log10(Math.max(...shown.map(({ ms }) => ms)))
  const rows = (['rollout', 'train'] as const).flatMap(phase =>
    shown.filter(result => result.phase === phase).sort((a, b) => a.ms - b.ms),
  )
  const bars = rows.map(({ backend, path, phase, ms }, i) => {
    const y = 8 + i * line + (phase === 'train' ? line / 2 : 0)
    const length = (Math.log10(Math.max(1, ms)) / top) * (width - left - right)
    const label = ms < 100 ? ms.toFixed(1) : ms.toFixed(0)
    return [
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${phase}: ${path}, ${backend}</text>`,
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="17" rx="2" fill="${colours[path]}"/>`,
      `<text x="${(left + length + 6).toFixed(1)}" y="${y + 13}">${label} ms</text>`,
    ].join('')
  })
  const height = 24 + rows.length * line
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#64748b" role="img" aria-label="Milliseconds of rollout and train for R1, logarithmic scale">
${bars.join('\n')}
</svg>
`
}
