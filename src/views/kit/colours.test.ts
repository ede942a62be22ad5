import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, hueOf, luminance, mix, parseHex, type Rgb } from './colours.ts'
import { domainOf, shade } from './scales.ts'

const css = ['../theme.css', './kit.css'].map(file => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')

/** Both values of a custom property, read from the style sheets themselves. */
function property(name: string): readonly [light: Rgb, dark: Rgb] {
  const match = new RegExp(`--${name}:\\s*light-dark\\((#[0-9a-f]{6}),\\s*(#[0-9a-f]{6})\\)`).exec(css)
  if (!match) throw new Error(`--${name} is not a light-dark() pair`)
  return [parseHex(match[1]!), parseHex(match[2]!)]
}

const themes = ['light', 'dark'] as const
const text = property('text')
const muted = property('muted')
const surface = property('surface')

describe('colours of cells', () => {
  it('start at the surface, so that zero is invisible', () => {
    expect(property('cell-start')).toEqual(surface)
  })

  for (const hue of ['positive', 'negative', 'unsigned']) {
    for (const [i, theme] of themes.entries()) {
      it(`keep text readable at every weight: ${hue}, ${theme}`, () => {
        for (let weight = 0; weight <= 1; weight += 0.05) {
          const cell = mix(surface[i]!, property(`cell-${hue}`)[i]!, weight)
          expect(contrast(text[i]!, cell)).toBeGreaterThanOrEqual(4.5)
        }
      })
      it(`move away from the surface steadily: ${hue}, ${theme}`, () => {
        const end = property(`cell-${hue}`)[i]!
        const contrasts = [0, 0.25, 0.5, 0.75, 1].map(weight => contrast(surface[i]!, mix(surface[i]!, end, weight)))
        expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b))
        expect(contrasts.at(-1)).toBeGreaterThan(1.8)
      })
    }
  }

  it('leave masked and muted text readable on the surface', () => {
    for (const i of [0, 1]) expect(contrast(muted[i]!, surface[i]!)).toBeGreaterThanOrEqual(4.5)
  })

  it('mark the sign without colour at 3:1: the bar under negative tokens', () => {
    for (const i of [0, 1]) expect(contrast(property('negative')[i]!, surface[i]!)).toBeGreaterThanOrEqual(3)
  })
})

describe('luminance', () => {
  it('spans 21:1 from black to white', () => {
    expect(luminance([255, 255, 255])).toBeCloseTo(1, 6)
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 6)
  })
})

describe('hue', () => {
  it('follows the sign, and is one for unsigned signals', () => {
    const signed = domainOf('signed', [-1, 1])
    expect(hueOf(signed, shade(signed, -1))).toBe('negative')
    expect(hueOf(signed, shade(signed, 0))).toBe('none')
    const unsigned = domainOf('unsigned', [-1, 1])
    expect(hueOf(unsigned, shade(unsigned, -1))).toBe('unsigned')
  })
})
