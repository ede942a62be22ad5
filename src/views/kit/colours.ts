/** Colours of cells and marks. The hues themselves are custom properties (theme.css, kit.css); here is how they mix. */
import type { CSSProperties } from 'react'
import type { Domain, Shade } from './scales.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

export function parseHex(hex: string): Rgb {
  const digits = hex.replace('#', '')
  const channel = (i: number) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return [channel(0), channel(1), channel(2)]
}

/** `color-mix(in srgb, end weight, start)`. */
export const mix = (start: Rgb, end: Rgb, weight: number): Rgb => [
  start[0] + (end[0] - start[0]) * weight,
  start[1] + (end[1] - start[1]) * weight,
  start[2] + (end[2] - start[2]) * weight,
]

/** Relative luminance, WCAG 2.2. */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map(channel => {
    const c = channel / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

/** Contrast ratio of two opaque colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Which end of the scale a cell mixes towards; matches the selectors in kit.css. */
export const hueOf = (domain: Domain, { sign }: Shade): 'positive' | 'negative' | 'unsigned' | 'none' =>
  sign === 0 ? 'none' : domain.kind === 'unsigned' ? 'unsigned' : sign > 0 ? 'positive' : 'negative'

/** Inline style of a coloured cell: only the weight, in percent; the hue is a data attribute. */
export const cellStyle = ({ weight }: Shade): CSSProperties =>
  ({ '--weight': `${Math.round(100 * weight)}%` }) as CSSProperties
