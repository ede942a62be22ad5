import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { setsOf, studies } from '../../claims/index.ts'
import { readingRange, sayWith, verdictRange, verdictWords } from '../../core/claim-words.ts'
import { restored } from '../../core/measured.ts'
import { presets } from '../../core/presets.ts'
import { claimsAbout, readingKey, together } from '../../core/study.ts'
import { methods } from '../../methods/index.ts'
import { MethodClaims } from './MethodClaims.tsx'

const pages = [...studies.values()].flatMap(study => study.methods.map(method => ({ study, method, id: study.id })))
const textOf = (html: string) => html.replace(/<[^>]+>/g, '').replaceAll('&gt;', '>')

describe('the page of a method', () => {
  it.each(pages)(
    '$method prints the claims of $id as they were measured, on both sets of seeds',
    ({ study, method }) => {
      const html = renderToStaticMarkup(<MethodClaims id={method} />)
      const text = textOf(html)
      const sets = setsOf(study.id)
      for (const claim of claimsAbout(study, method, presets)) {
        const judged = sets.map(({ claims }) => claims[claim.id]!)
        expect(text).toContain(sayWith(claim, restored(judged[0]!.figure)))
        expect(text).toContain(`${verdictWords[together(judged.map(({ verdict }) => verdict))]}:`)
        for (const each of judged) expect(text).toContain(verdictRange(each))
      }
      for (const { arms } of sets)
        for (const arm of study.arms)
          for (const column of study.columns) expect(text).toContain(readingRange(arms[arm.id]![readingKey(column)]!))
      expect(text).toContain(`claims --id ${study.id}`)
      expect(html.match(/href="\?preset=/g)?.length).toBeGreaterThanOrEqual(study.arms.length)
    },
  )

  it('says so where nothing was measured', () => {
    const without = [...methods.keys()].find(id => !pages.some(({ method }) => method === id))!
    expect(textOf(renderToStaticMarkup(<MethodClaims id={without} />))).toBe('Not measured here.')
  })
})
