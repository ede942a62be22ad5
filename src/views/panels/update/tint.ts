/** How a scene colours tokens. */

import { generatedTokens } from '../../kit/locate.ts'
import { type Domain, domainOf, visibleValues } from '../../kit/scales.ts'
import type { SceneId, Told } from './scenes.ts'

export interface Tint {
  /** What the colour is, as a screen reader says it; empty where there is none. */
  readonly label: string
  /** [T] */
  readonly values: Float32Array
  readonly domain: Domain
}

const plain = (tokens: number): Tint => ({
  label: '',
  values: new Float32Array(tokens),
  domain: { kind: 'signed', centre: 0, limit: 0 },
})

/** Scales are shared by the rows of the group. */
export function tintOf(scene: SceneId, told: Told): Tint {
  const { batch } = told.snapshot
  const values = valuesOf(scene, told)
  if (!values) return plain(batch.token.length)
  if (scene === 'sample') return { label: 'probability', values, domain: { kind: 'unsigned', centre: 0, limit: 1 } }
  const tokens = generatedTokens(
    batch,
    told.rows.map(({ row }) => row),
  )
  return { label: labels[scene] ?? '', values, domain: domainOf('signed', visibleValues(values, tokens)) }
}

const labels: Readonly<Partial<Record<SceneId, string>>> = {
  credit: 'credit',
  ratio: 'change of log p so far',
  gradient: 'push',
  effect: 'change of log p',
}

function valuesOf(scene: SceneId, { snapshot, motion, pass, scale }: Told): Float32Array | undefined {
  const { batch } = snapshot
  const seen = motion?.passes[pass]
  switch (scene) {
    case 'sample':
      return batch.oldLogp?.map(Math.exp)
    case 'credit':
      return batch.credit
    case 'ratio':
      return seen && motion && less(seen.logp, motion.before)
    case 'gradient':
      return seen?.push
    case 'effect': {
      const after = scale === 1 ? motion?.after : motion?.lengths.find(length => length.scale === scale)?.logp
      return after && motion && less(after, motion.before)
    }
    default:
      return undefined
  }
}

const less = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, t) => value - b[t]!)
