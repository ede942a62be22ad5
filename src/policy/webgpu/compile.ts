/** Every kernel of a policy, compiled. */
import type { Gpu, Traits } from './gpu.ts'
import { attention, attentionKeyGradient, attentionQueryGradient } from './kernels/attention.ts'
import { drawTokens } from './kernels/draw.ts'
import { embed, embeddingGradient } from './kernels/embedding.ts'
import { headGradient, headLogits, headLogitsGradient, headStatistics, packHead } from './kernels/head.ts'
import * as matrix from './kernels/linear.ts'
import * as norms from './kernels/norm.ts'
import { applyUpdate, reduceGradient, sumRuns } from './kernels/update.ts'

/** Large tiles load least; small ones make enough threads of a small matrix to fill a real GPU. */
const largeTile: matrix.Tile = { rows: 8, columns4: 2 }
const smallTile: matrix.Tile = { rows: 4, columns4: 1 }
/** Threads that fill a real GPU well enough; below, latency decides and more threads are faster. */
const enoughThreads = 16_384

const tilesFor = ({ software }: Traits): matrix.Tile[] => (software ? [largeTile] : [largeTile, smallTile])

export type Tiled = Awaited<ReturnType<typeof compileTiled>>
export type Kernels = Awaited<ReturnType<typeof compileKernels>>

async function compileTiled(gpu: Gpu, tile: matrix.Tile) {
  const compiled = await all({
    linear: gpu.compile(matrix.linear(tile)),
    linearInputGradient: gpu.compile(matrix.linearInputGradient(tile)),
    linearWeightGradient: gpu.compile(matrix.linearWeightGradient(tile)),
  })
  return { tile, ...compiled }
}

/** `d4` is the head size / 4; everything else is read from the dispatch, so policies share most pipelines. */
export async function compileKernels(gpu: Gpu, d4: number) {
  const tiles = Promise.all(tilesFor(gpu.traits).map(tile => compileTiled(gpu, tile)))
  const compiled = await all({
    tiles,
    embed: gpu.compile(embed),
    embeddingGradient: gpu.compile(embeddingGradient),
    norm: gpu.compile(norms.norm),
    gatheredNorm: gpu.compile(norms.gatheredNorm),
    normInputGradient: gpu.compile(norms.normInputGradient),
    gatheredNormInputGradient: gpu.compile(norms.gatheredNormInputGradient),
    normWeightGradient: gpu.compile(norms.normWeightGradient),
    gatheredNormWeightGradient: gpu.compile(norms.gatheredNormWeightGradient),
    attention: gpu.compile(attention(d4)),
    attentionQueryGradient: gpu.compile(attentionQueryGradient(d4)),
    attentionKeyGradient: gpu.compile(attentionKeyGradient(d4)),
    packHead: gpu.compile(packHead),
    headStatistics: gpu.compile(headStatistics),
    headLogits: gpu.compile(headLogits),
    headGradient: gpu.compile(headGradient),
    headLogitsGradient: gpu.compile(headLogitsGradient),
    drawTokens: gpu.compile(drawTokens),
    reduceGradient: gpu.compile(reduceGradient),
    sumRuns: gpu.compile(sumRuns),
    applyUpdate: gpu.compile(applyUpdate),
  })
  /** The kernels for a result of `rows` x `n4` groups of four. */
  const tiledFor = (rows: number, n4: number): Tiled => {
    const [first, ...rest] = compiled.tiles
    const filled = compiled.tiles.find(({ tile }) => tileThreads(tile, rows, n4) >= enoughThreads)
    return filled ?? rest.at(-1) ?? first!
  }
  return { ...compiled, tiledFor }
}

/** Threads of a product whose result has `rows` rows and `n4` groups of four columns. */
export const tileThreads = ({ rows: high, columns4: wide }: matrix.Tile, rows: number, n4: number): number =>
  Math.ceil(rows / high) * Math.ceil(n4 / wide)

async function all<T extends Record<string, Promise<unknown>>>(parts: T): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  const values = await Promise.all(Object.values(parts))
  return Object.fromEntries(Object.keys(parts).map((name, i) => [name, values[i]])) as {
    [K in keyof T]: Awaited<T[K]>
  }
}
