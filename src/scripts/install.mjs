// Installs the packages when they are absent or older than the lock file. Only Node's own modules are used here, since
// this runs on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/** Runs a command in the repository's root with its output shown; true when it succeeded. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) console.error(`${command}: ${error.message}`)
  return status === 0
}

export function install() {
  const lock = resolve(root, 'package-lock.json')
  const installed = resolve(root, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return
  console.log('Installing packages ...')
  if (!run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel', 'error'])) {
    console.error('install: expected `npm ci` to succeed, got an error. Check the connection to the npm registry.')
    process.exit(1)
  }
}
