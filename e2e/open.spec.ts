import { readFile } from 'node:fs/promises'
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

test('a log of texts gets the tokens of its tokenizer, and is read as another format when somebody says so', async ({
  page,
}) => {
  await page.goto('./#/open')
  const rows = [1, 0, 1, 1].map((score, k) => ({ input: 'What is 12 + 30?', output: `It is ${k}.`, score, step: 3 }))
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const buffer = Buffer.from(rows.map(row => JSON.stringify(row)).join('\n'))
  await page.getByLabel('Files of a log').setInputFiles({ name: '3.jsonl', mimeType: 'application/json', buffer })
  const holds = page.getByRole('region', { name: 'What it holds' })
  await expect(holds).toContainText('cut here at words')
  const checked = page.getByRole('region', { name: 'Checked' })
  await expect(checked).toContainText('Looks like verl rollouts: rated 0.9 of 1')

  const tokenizer = page.getByLabel('Tokenizer of the model')
  await tokenizer.setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: json({ model: 1 }) })
  await expect(checked).toContainText('JSON with a field "model"')
  const { byteLevel } = JSON.parse(await readFile('src/logs/tokenizers.golden.json', 'utf8'))
  await tokenizer.setInputFiles({
    ...{ name: 'tokenizer.json', mimeType: 'application/json', buffer: json(byteLevel.tokenizer) },
  })
  await expect(holds).toContainText('cut here by tokenizer.json (BPE, 340 entries)')
  await expect(checked).not.toContainText('JSON with a field')

  await page.getByLabel('Read as').selectOption({ label: 'SkyRL evaluation dump' })
  await expect(checked).toContainText('do not look like SkyRL evaluation dump')
  await page.getByLabel('Read as').selectOption('fields')
  await page.getByLabel(/^reward/).selectOption('step')
  await page.getByRole('button', { name: 'Read it so' }).click()
  await expect(page.getByRole('region', { name: 'First group' })).toContainText('mean 3')
  await expect(checked).toContainText('Fields as you have said')
  // Said once, it holds for rows of this shape, until it is taken back.
  await page.getByLabel('Files of a log').setInputFiles({ name: '4.jsonl', mimeType: 'application/json', buffer })
  await expect(checked).toContainText('Fields as you have said')
  await page.getByLabel('Read as').selectOption('found')
  await expect(checked).toContainText('Looks like verl rollouts')
})

test('a folder is read again while the run goes on, and the reader stays where he is', async ({ page }) => {
  await page.goto('./#/open')
  // The browser's private file system hands out the same handles as its dialogs, without a dialog.
  await page.evaluate(() => {
    Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() })
  })
  const write = (step: number) =>
    page.evaluate(async step => {
      const root = await navigator.storage.getDirectory()
      const file = await (await root.getFileHandle(`${step}.jsonl`, { create: true })).createWritable()
      const row = (score: number) => JSON.stringify({ input: `q${step}`, output: 'a', score, step })
      await file.write([1, 0].map(row).join('\n'))
      await file.close()
    }, step)
  await write(1)
  await write(2)
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await page.getByRole('button', { name: 'Open 2 iterations' }).click()
  const place = page.getByRole('toolbar', { name: 'Iterations of the log' })
  await expect(place).toContainText('2 of 2')
  await page.getByRole('button', { name: 'Previous iteration' }).click()
  await expect(place).toContainText('1 of 2')
  await write(3)
  await place.getByRole('button', { name: 'Read again' }).click()
  await expect(place).toContainText('1 of 3')
  await expect(page.locator('#work')).toContainText('q1')
  await page.getByRole('link', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('region', { name: 'What is open' })).toContainText('3 iterations')
  await page.getByLabel('Files of a log').setInputFiles({
    ...{ name: '9.jsonl', mimeType: 'application/json' },
    buffer: Buffer.from('{"input":"a","output":"b","score":1,"step":9}'),
  })
  await expect(page.getByRole('region', { name: 'What is open' })).toContainText('handed these files over once')
})
