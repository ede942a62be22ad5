import { expect, test } from 'playwright/test'

test('a trainer’s dump is opened: what it holds, how it is grouped, its first group; another is mapped by hand', async ({
  page,
}) => {
  await page.goto('./#/open')
  const rows = [1, 0, 1, 1].map((score, k) => ({
    input: `What is ${k >> 1} + 1?`,
    output: `It is ${k}.`,
    score,
    step: 3,
  }))
  const files = page.getByLabel('Files of a log')
  const text = (lines: readonly object[]) => Buffer.from(lines.map(line => JSON.stringify(line)).join('\n'))
  await files.setInputFiles({ name: '3.jsonl', mimeType: 'application/json', buffer: text(rows) })
  await expect(page.getByRole('region', { name: 'Checked' })).toContainText('2 groups of 2 by equal prompts')
  await expect(page.getByRole('region', { name: 'First group' })).toContainText('What is 0 + 1?')
  await expect(page.getByRole('region', { name: 'What it holds' })).toContainText('the log has texts only')
  const audit = page.getByRole('region', { name: 'Audit' })
  await expect(audit).toContainText('nothing to check, only to compute')
  const saved = page.waitForEvent('download')
  await audit.getByRole('button', { name: 'Save the report' }).press('Enter')
  expect((await saved).suggestedFilename()).toMatch(/\.audit\.html$/)

  await page.getByRole('button', { name: 'Open the iteration' }).click()
  await expect(page.getByRole('region', { name: 'Setup' })).toContainText('Log: 3.jsonl')
  await expect(page.getByRole('toolbar', { name: 'Iterations of the log' })).toContainText('1 of 1, 3 in the log')
  await expect(page.getByRole('button', { name: 'Play' })).toHaveCount(0)
  await expect(page.locator('#work')).toContainText('What is 0 + 1?')
  await page.goto('./#/open')

  const foreign = rows.map(({ score, output }) => ({ punkte: score, antwort: output }))
  await files.setInputFiles({ name: 'mine.jsonl', mimeType: 'application/json', buffer: text(foreign) })
  await page.getByLabel(/^reward/).selectOption('punkte')
  await page.getByLabel(/^response/).selectOption('antwort')
  await page.getByRole('button', { name: 'Read it so' }).click()
  await expect(page.getByRole('region', { name: 'First group' })).toContainText('It is 3.')
})
