/** The README's section on claims, written from the studies and what was measured of them. */
import type { Claim } from '../core/claim.ts'
import { bandWords, readingRange, sayWith, seedWords, verdictRange, verdictWords } from '../core/claim-words.ts'
import { type MeasuredSet, restored } from '../core/measured.ts'
import { readingKey, type Study, together } from '../core/study.ts'

const marks = ['<!-- claims: written by the command claims, not by hand -->', '<!-- end of claims -->'] as const

/** `text` with what lies between the marks replaced; undefined where it has no marks. */
export function withSection(text: string, section: string): string | undefined {
  const [from, to] = marks.map(mark => text.indexOf(mark))
  if (from === undefined || to === undefined || from < 0 || to < from) return undefined
  return `${text.slice(0, from)}${marks[0]}\n\n${section}\n\n${text.slice(to)}`
}

/** Markdown of all studies that have a place in the README and were measured. */
export function readmeSection(studies: Iterable<Study>, setsOf: (id: string) => readonly MeasuredSet[]): string {
  const shown = [...studies]
    .filter(({ id, order }) => order !== undefined && setsOf(id).length > 0)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  return shown.map(study => studyText(study, setsOf(study.id))).join('\n\n')
}

const studyText = (study: Study, sets: readonly MeasuredSet[]): string =>
  [
    `### ${study.title}`,
    `${study.about} \`claims --id ${study.id}\``,
    tableText(study, sets),
    study.claims.map(claim => claimText(claim, sets)).join('\n'),
  ].join('\n\n')

/** A cell has a line for each set of seeds. */
function tableText({ arms, columns: all }: Study, sets: readonly MeasuredSet[]): string {
  const columns = all.filter(({ detail }) => !detail)
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const cell = (arm: string, key: string) =>
    sets.map(set => set.arms[arm]?.[key]).map(reading => (reading ? readingRange(reading) : ''))
  const head = ['', ...columns.map(({ label }) => label)]
  const rows = arms.map(({ id, label }) => [label, ...columns.map(column => cell(id, readingKey(column)).join('<br>'))])
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}

function claimText(claim: Claim, sets: readonly MeasuredSet[]): string {
  const found = sets.flatMap(({ seeds, claims }) => {
    const judged = claims[claim.id]
    return judged ? [{ seeds, judged }] : []
  })
  const verdict = verdictWords[together(found.map(({ judged }) => judged.verdict))]
  const figure = restored(found[0]?.judged.figure ?? 'none')
  const each = found.map(({ seeds, judged }) => `${verdictRange(judged)} on seeds ${seedWords(seeds)}`).join(', ')
  const whose = claim.by === 'paper' ? 'The paper says so; ' : ''
  return `- **${sayWith(claim, figure)}** ${whose}${whose ? verdict : capital(verdict)}: ${each}; asked is ${bandWords(claim.band)}.`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
