// Finds a Chromium for the browser tests, or installs one.
import { existsSync } from 'node:fs'
import { run } from './install.mjs'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
]

const present = () => {
  const path = process.env.CHROMIUM_PATH
  if (path && !existsSync(path)) {
    console.error(`chromium: expected a browser at CHROMIUM_PATH, got nothing at ${path}. Correct or unset it.`)
    process.exit(1)
  }
  return path ?? known.find(existsSync)
}

/** Path of a Chromium; tries Playwright's download, then Debian's package. Exits with a message when there is none. */
export async function chromium() {
  const found = present()
  if (found) return found
  const playwright = (await import('playwright')).chromium.executablePath()
  if (existsSync(playwright)) return playwright
  console.log('No Chromium found; trying to install one ...')
  if (run('npx', ['playwright', 'install', '--with-deps', 'chromium']) && existsSync(playwright)) return playwright
  if (existsSync('/usr/bin/apt-get')) {
    const environment = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    run('apt-get', ['update', '-qq'], environment)
    run('apt-get', ['install', '-y', '-qq', 'chromium'], environment)
  }
  const installed = present()
  if (installed) return installed
  console.error(
    'chromium: expected a Chromium or Chrome, got none. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  )
  process.exit(1)
}
