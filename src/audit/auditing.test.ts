import { expect, it } from 'vitest'
import type { AuditPiece, AuditRequest, ShownAudit } from '../protocol/audit.ts'
import { auditFiles } from './auditing.ts'

const groups = [
  [0.1, 0.7, 0.3, 0.95],
  [1, 0, 0, 0],
  [0.2, 0.25, 0.9, 0.5],
  [0.6, 0.4, 0.35, 0.8],
]

/** Rollouts of GRPO without a division; of the group `altered` all advantages are another's. */
const lines = (altered?: number): string =>
  groups
    .flatMap((rewards, g) => {
      const mean = rewards.reduce((a, b) => a + b) / rewards.length
      return rewards.map((reward, k) => ({
        group: g,
        prompt: `Question ${g}`,
        response: `Answer ${g} ${k}`,
        reward,
        advantage: g === altered ? 3 - k : reward - mean,
      }))
    })
    .map(row => JSON.stringify(row))
    .join('\n')

async function told(content: string, more: Partial<AuditRequest> = {}): Promise<AuditPiece[]> {
  const pieces: AuditPiece[] = []
  await auditFiles({ files: [{ name: 'a.jsonl', content: new Blob([content]) }], ...more }, piece => pieces.push(piece))
  return pieces
}

async function audited(content: string): Promise<ShownAudit> {
  const last = (await told(content)).at(-1)
  if (last?.type !== 'done') throw new Error(JSON.stringify(last))
  return last.audit
}

it('says what it does until it is done, and the files hold what the page shows', async () => {
  const pieces = await told(lines())
  expect(pieces.filter(({ type }) => type === 'progress').length).toBeGreaterThan(2)
  const audit = await audited(lines())
  expect(JSON.parse(await audit.json.text()).sentences).toEqual(audit.sentences)
  expect(await audit.html.text()).toContain(audit.counts)
  expect(structuredClone({ ...audit, html: '', json: '' })).toMatchObject({ counts: audit.counts })
})

it('names every row of a group whose advantages another made', async () => {
  const { findings } = await audited(lines(2))
  const named = findings.find(({ title }) => title === 'Rows that do not fit')
  expect(named?.rows).toEqual([9, 10, 11, 12].map(row => `row ${row} of a.jsonl`))
})

it('tells where no rule fits as a fault', async () => {
  const content = lines()
    .split('\n')
    .map((line, k) => JSON.stringify({ ...JSON.parse(line), advantage: Math.sin(7 * k * k + 1) }))
    .join('\n')
  const { counts, findings } = await audited(content)
  expect(counts).toMatch(/^1 fault/)
  expect(findings[0]).toMatchObject({ severity: 'fault', title: 'No known rule' })
})

it('says why a file cannot be read', async () => {
  expect(await told('no rows')).toMatchObject([{ type: 'failed' }])
})
