/** Options of the commands that train. */
import { longestSeed } from '../core/recipe-check.ts'
import { show } from '../core/show.ts'
import { type Options, UsageError } from './args.ts'

/** Of `--seed` or `--seeds`; undefined where neither stands. */
export function seedsFrom(options: Options): readonly string[] | undefined {
  const [one, list] = [options.value('seed'), options.value('seeds')]
  const name = list === undefined ? '--seed' : '--seeds'
  const refuse = (expected: string, got: string) => new UsageError(name, expected, got, 'For example --seeds 1,2,3.')
  if (one !== undefined && list !== undefined) throw refuse('--seed or --seeds', 'both')
  const seeds = list?.split(',') ?? (one === undefined ? undefined : [one])
  if (seeds?.some(seed => seed === '' || seed.length > longestSeed))
    throw refuse(`words of 1 to ${longestSeed} characters`, show(one ?? list))
  if (seeds && new Set(seeds).size < seeds.length) throw refuse('each seed once', show(list))
  return seeds
}

export function backendFrom(given: string): 'auto' | 'wasm' | 'cpu' {
  const known = (['auto', 'wasm', 'cpu'] as const).find(name => name === given)
  if (known) return known
  throw new UsageError('--backend', 'auto, wasm or cpu', show(given), 'WebGPU runs in the page only.')
}
