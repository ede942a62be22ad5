/** A run as a file, in the form that the command `train --out` writes. */
import type { RunState } from '../state.ts'
import { runName } from './run-name.ts'

export function runFile(run: RunState): { readonly name: string; readonly text: string } {
  const { recipe, backend, baseline = {}, series: metrics, changes, failure } = run
  const title = runName(run)
  const kept = { name: title, recipe, backend, start: baseline, metrics, changes, failure: failure?.message }
  const name = `${title.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'run'}.json`
  return { name, text: `${JSON.stringify({ runs: [kept] }, null, 1)}\n` }
}
