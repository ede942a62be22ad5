// `npm test`: installs, finds a Chromium, and runs every check: format and lint, types, unit tests, build and its
// weight, browser tests. Ends with one line that counts them all.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { chromium } from './chromium.mjs'
import { install, run } from './install.mjs'

install()
process.env.CHROMIUM_PATH = await chromium()
const reports = mkdtempSync(resolve(tmpdir(), 'advantage-playground-'))
const total = { passed: 0, failed: 0 }

/** A check that passes or fails as a whole. */
function check(title, ...command) {
  console.log(`\n== ${title}`)
  const passed = run('npx', command)
  total[passed ? 'passed' : 'failed'] += 1
  return passed
}

/** A runner with tests of its own; `count` reads {passed, failed} from its JSON report. */
function suite(title, command, file, environment, count) {
  console.log(`\n== ${title}`)
  const path = resolve(reports, file)
  const succeeded = run('npx', command(path), { env: { ...process.env, ...environment(path) } })
  try {
    const { passed, failed } = count(JSON.parse(readFileSync(path, 'utf8')))
    total.passed += passed
    // A runner that fails without a failed test (a file that does not load, say) still counts as a failure.
    total.failed += succeeded ? failed : Math.max(failed, 1)
  } catch (error) {
    console.error(`${title}: no report was written (${error.message})`)
    total.failed += 1
  }
}

function browserTests(title, file, ...which) {
  suite(
    title,
    () => ['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...which],
    file,
    path => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: path }),
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  )
}

check('Format and lint', 'biome', 'check', '.')
check('Types', 'tsc', '--noEmit')
suite(
  'Unit tests',
  path => ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
  'unit.json',
  () => ({}),
  report => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
)
if (check('Build', 'vite', 'build', '--logLevel', 'warn')) {
  console.log('\n== Weight of the page')
  total[run('node', ['src/scripts/weigh.mjs']) ? 'passed' : 'failed'] += 1
  browserTests('Browser tests', 'browser.json', '--grep-invert', '@alone')
  browserTests('Browser tests that measure time', 'alone.json', '--grep', '@alone', '--workers', '1')
}

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
