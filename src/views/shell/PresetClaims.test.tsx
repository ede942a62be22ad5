import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { setsOf, studiesOfPreset } from '../../claims/index.ts'
import { sayWith } from '../../core/claim-words.ts'
import { restored } from '../../core/measured.ts'
import { presets } from '../../core/presets.ts'
import PresetClaims from './PresetClaims.tsx'

const textOf = (html: string) => html.replace(/<[^>]+>/g, '').replaceAll('&gt;', '>')

describe.each(presets)('what was measured of the preset $id', ({ id }) => {
  const studies = studiesOfPreset(id)
  const html = renderToStaticMarkup(<PresetClaims id={id} />)

  it('is every claim of its studies with its figure, and the way to the page of a method', () => {
    for (const study of studies) {
      for (const claim of study.claims) {
        const figure = restored(setsOf(study.id)[0]?.claims[claim.id]?.figure ?? 'none')
        expect(textOf(html)).toContain(sayWith(claim, figure))
      }
      expect(html).toContain(`#/methods/${study.methods[0]}`)
    }
    expect(html === '').toBe(studies.length === 0)
  })
})
