import { expect, test } from 'playwright/test'
import { objections } from './support.ts'

test('a lesson: the guess comes first, the run decides, and only then it says why', async ({ page }) => {
  await page.goto('./#/lessons')
  await expect(page.getByRole('heading', { name: 'Lessons' })).toBeVisible()
  expect(await objections(page), 'list').toEqual([])
  await page.goto('./#/lessons/frozen?seeds=1')
  await expect(page.getByText('First your guess')).toBeVisible()
  await page.getByRole('slider', { name: 'Your guess' }).fill('0.06')
  await page.getByRole('button', { name: 'That is my guess' }).click()
  await expect(page.getByText('The curve moved by')).toHaveCount(0)
  await page.getByRole('button', { name: 'Run 1 seed' }).click()
  await expect(page.getByText('Near enough.')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('The curve moved by')).toBeVisible()
  expect(await objections(page), 'measured').toEqual([])
  await page.getByRole('textbox', { name: 'Your answer' }).fill('266')
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(page.getByText('Right.')).toBeVisible()
  await page.getByRole('button', { name: 'Start this run' }).first().click()
  await expect(page.getByRole('toolbar', { name: 'Training' })).toBeVisible()
  await page.reload()
  await expect(page.getByText('3 of 4 done')).toBeVisible()
})

test('a class hands in files: what it guessed and measured stands beside one another, foreign text as text', async ({
  page,
}) => {
  await page.goto('./#/teach')
  const file = (name: string, option: number) => ({
    name: `${name}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        schema: 'advantage-playground/answers@1',
        lesson: 'zero-signal',
        name: `<b>${name}</b>`,
        guesses: { pace: { kind: 'option', option } },
        measured: {},
        exercises: {},
        written: { 'Why?': 'Because.' },
      }),
    ),
  })
  await page
    .getByLabel('Answers’ files')
    .setInputFiles([
      file('A', 1),
      file('B', 2),
      { name: 'bad.json', mimeType: 'text/plain', buffer: Buffer.from('no') },
    ])
  await expect(page.getByRole('alert')).toContainText('bad.json: not JSON')
  await expect(page.getByRole('rowheader', { name: '<b>A</b>' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Because.' })).toHaveCount(2)
  expect(await objections(page), 'class').toEqual([])
  await page.getByLabel('Lesson', { exact: true }).selectOption('rover')
  await page.getByLabel('Your own questions').fill('Which leaf\nwent first?')
  const link = page.getByRole('link', { name: /lessons\/rover\?ask=/ })
  await link.click()
  await expect(page.getByLabel('Which leaf')).toBeVisible()
})
