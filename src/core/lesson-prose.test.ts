import { expect, it } from 'vitest'
import { parseProse } from './lesson-prose.ts'

it('reads paragraphs, emphasis, code, formulas, references and figures', () => {
  const [first, second] = parseProse(
    'A *group* of\n`groupSize` answers: $A_i$.\n\nSee [lesson:frozen], [method:grpo|GRPO]: {claim:race.price}.',
  )
  expect(first).toEqual([
    { kind: 'text', text: 'A ' },
    { kind: 'emphasis', text: 'group' },
    { kind: 'text', text: ' of ' },
    { kind: 'code', text: 'groupSize' },
    { kind: 'text', text: ' answers: ' },
    { kind: 'tex', text: 'A_i' },
    { kind: 'text', text: '.' },
  ])
  expect(second).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'reference', to: 'lesson', id: 'frozen', text: undefined },
    { kind: 'text', text: ', ' },
    { kind: 'reference', to: 'method', id: 'grpo', text: 'GRPO' },
    { kind: 'text', text: ': ' },
    { kind: 'figure', of: 'race', claim: 'price' },
    { kind: 'text', text: '.' },
  ])
})

it('leaves what is no pattern as it is written: prices, brackets, HTML', () => {
  const text = 'Costs 2 * 3 dollars [sic], <b>not bold</b>, {claim: none}, 5 $ here'
  expect(parseProse(text)).toEqual([[{ kind: 'text', text }]])
})
