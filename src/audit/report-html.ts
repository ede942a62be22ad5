/** A report as one HTML file: own styles, no scripts, no network; readable on paper. All foreign text is escaped. */
import { bounded } from '../core/show.ts'
import { type Finding, type Row, severityWords } from './finding.ts'
import { type Report, reportCounts } from './report.ts'
import { comparedRules } from './rules/compared.ts'
import type { Fit } from './rules/verdict.ts'
import { counted, digits, placeWords } from './words.ts'

/** Longest text of one cell; what is longer ends with an ellipsis. */
const longest = 2000

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Foreign text inside HTML. */
export const escaped = (text: string): string =>
  bounded(text, longest).replace(/[&<>"']/g, mark => entities[mark] ?? '')

const styles = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #566072; --line: #d8dde6; --paper: #fff; --card: #f6f8fb; --fault: #b3261e; --warning: #8a5a00; --note: #2f5d9b }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --soft: #a4afc0; --line: #343d4c; --paper: #12161d; --card: #1a2029; --fault: #ff8a80; --warning: #f2c063; --note: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .3rem } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem } h3 { font-size: 1rem; margin: 0 }
p { margin: .4rem 0 } .soft { color: var(--soft) } .short { font-size: 1.1rem; font-weight: 600 }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--note); border-radius: 6px; padding: .7rem 1rem; margin: .7rem 0; break-inside: avoid; overflow-wrap: anywhere }
article.fault { border-left-color: var(--fault) } article.warning { border-left-color: var(--warning) }
.kind { font-size: .8rem; font-weight: 600; text-transform: uppercase; letter-spacing: .04em; color: var(--note) }
.fault .kind { color: var(--fault) } .warning .kind { color: var(--warning) }
.scroll { overflow-x: auto } td:nth-child(3) { min-width: 16rem } table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line) } td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
details { margin-top: .4rem } summary { cursor: pointer; color: var(--soft) }
@media print { body { max-width: none; padding: 0; font-size: 11pt } details > * { display: block } }`

const mostRows = 40

function rowList(rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const shown = rows.slice(0, mostRows).map(row => `<li>${escaped(placeWords(row))}</li>`)
  const more = rows.length > mostRows ? `<li>and ${rows.length - mostRows} more</li>` : ''
  return `<details><summary>${counted(rows.length, 'row')}</summary><ul>${shown.join('')}${more}</ul></details>`
}

const findingCard = ({ severity, title, text, cure, rows }: Finding): string => `<article class="${severity}">
<p class="kind">${severityWords[severity]}</p><h3>${escaped(title)}</h3>
<p>${escaped(text)}</p><p class="soft">${escaped(cure)}</p>${rowList(rows)}</article>`

const fitRow = (says: string, { name, detail, met, telling, largest, median }: Fit): string =>
  `<tr><td>${says}</td><td>${escaped(name)}</td><td>${escaped(detail)}</td><td class="number">${met} / ${telling}</td><td class="number">${digits(largest)}</td><td class="number">${digits(median)}</td></tr>`

function ruleTable({ verdict }: Report): string {
  const rows = comparedRules(verdict).map(({ says, fit }) => fitRow(says, fit))
  if (rows.length === 0) return ''
  return `<div class="scroll"><table><thead><tr><th></th><th>Rule</th><th>In detail</th><th>Groups met</th><th>Largest residual</th><th>Median</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

const checkRow = ({ asks, found }: Report['checked'][number]): string =>
  `<tr><td>${escaped(asks)}</td><td class="number">${found === 0 ? 'nothing found' : found}</td></tr>`

/** A whole document. */
export function reportHtml(report: Report): string {
  const { log, sentences, findings, checked, notices } = report
  const { rollouts, groups, iterations } = log
  const sizes = `${counted(rollouts, 'response')} in ${counted(groups, 'group')}, ${counted(iterations, 'iteration')}; ${log.framework ?? log.format}`
  const [short = '', ...rest] = sentences
  const name = escaped(log.name.split('/').at(-1) || log.name)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Audit of ${name}</title><style>${styles}</style></head><body>
<h1>Audit of ${name}</h1><p class="soft">${escaped(sizes)}. ${escaped(log.grouping.join('; '))}.</p>
<h2>Which rule made these advantages</h2><p class="short">${escaped(short)}</p>
${rest.map(sentence => `<p>${escaped(sentence)}</p>`).join('\n')}
${ruleTable(report)}
<h2>What stands out: ${reportCounts(report)}</h2>
${findings.length === 0 ? '<p>Nothing.</p>' : findings.map(findingCard).join('\n')}
<h2>What was looked for</h2><table><tbody>${checked.map(checkRow).join('')}</tbody></table>
${notices.length === 0 ? '' : `<h2>Said while reading</h2><ul>${notices.map(notice => `<li>${escaped(notice)}</li>`).join('')}</ul>`}
<p class="soft">Made by the Advantage Playground on this machine; nothing was uploaded.</p>
</body></html>
`
}
