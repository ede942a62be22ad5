import { expect, it } from 'vitest'
import { logFrom, rowsOf } from './fixture.ts'
import { audit } from './report.ts'
import { escaped, reportHtml } from './report-html.ts'

const evil = '<img src=x onerror=alert(1)>"\'&\u202E'
const log = logFrom(
  [
    [
      { group: evil, reward: 1, prompt: evil, response: `${evil}\uFFFD`, advantage: 0.5 },
      { group: evil, reward: 0, prompt: evil, response: evil, advantage: -0.5 },
      { group: 'alone', reward: 0, prompt: 'b', response: 'c', advantage: 0 },
      ...rowsOf([[0.2, 0.4]], [-0.1, 0.1]),
    ],
  ],
  { name: evil, notices: [evil] },
)

it('survives JSON, and says what was looked for even where nothing was found', () => {
  const report = audit(log)
  expect(JSON.parse(JSON.stringify(report)).findings).toHaveLength(report.findings.length)
  expect(report.checked.some(({ found }) => found === 0)).toBe(true)
})

it('puts the worse before the better', () => {
  const order = ['fault', 'warning', 'note']
  const severities = audit(log).findings.map(({ severity }) => order.indexOf(severity))
  expect(severities).toEqual(severities.toSorted((a, b) => a - b))
})

it('is one HTML file in which foreign text stays text', () => {
  const html = reportHtml(audit(log))
  expect(html).not.toContain('<img')
  expect(html).not.toContain('\u202E')
  expect(html).not.toMatch(/<script|src=(?!x)|href=|url\(/)
  expect(html).toContain(escaped('<img src=x'))
})
