/**
 * Reference work R1 on Dawn: `node src/scripts/run.mjs src/policy/webgpu/bench.ts`. Prints medians in milliseconds of
 * a rollout batch, of one update, and of both.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import { median } from '../../core/math.ts'
import type { GptConfig } from '../../core/policy.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { initialParameters } from '../initialise.ts'
import { freshState } from '../optimiser.ts'
import type { OptimiserSettings, Sampled, TrainRequest } from '../policy.ts'
import { openDawn } from './dawn.node.ts'
import { createWebgpuGpt } from './index.ts'

const config: GptConfig = { vocabSize: 16, blockSize: 16, nLayer: 2, nHead: 4, nEmbd: 64, valueHead: false }
const groups = 8
const groupSize = 8
const promptLength = 6
const maxResponse = 10
const settings: OptimiserSettings = {
  optimiser: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  weightDecay: 0,
  maxGradNorm: 1,
}

const problems = Array.from({ length: groups * groupSize }, (_, i) => {
  const group = Math.floor(i / groupSize)
  return {
    index: group,
    prompt: Array.from({ length: promptLength }, (_, t) => (group * 7 + t * 3) % 16),
    text: '',
    data: {},
  }
})
const uniforms = Float32Array.from({ length: problems.length * maxResponse }, (_, i) => ((i * 7919) % 10007) / 10007)

const requestFor = ({ tokenStart, token }: Sampled): TrainRequest => ({
  rows: { problems, tokenStart, token },
  temperature: 1,
  logits: false,
  loss: ({ logp }) => {
    const advantage = tf.tensor2d(
      Float32Array.from({ length: problems.length }, (_, i) => (i % 3) - 1),
      [problems.length, 1],
    )
    return tf.neg<Scalar>(tf.mean(tf.mul(logp, advantage)))
  },
})

await openBackend(process.argv.includes('cpu') ? 'cpu' : 'wasm')
const { device, adapter, close } = await openDawn()
const started = performance.now()
const policy = await createWebgpuGpt(config, device)
console.log(`${adapter}; kernels compiled in ${(performance.now() - started).toFixed(0)} ms`)
policy.write(freshState(initialParameters(config, 1)))

const times = { rollout: [] as number[], train: [] as number[], both: [] as number[] }
for (let run = 0; run < 12; run++) {
  const t0 = performance.now()
  const sampled = await policy.sample({
    rows: problems.map(problem => ({ problem, forced: [] })),
    uniforms,
    maxResponse,
    stop: [],
    temperature: 1,
    topK: 0,
    topP: 1,
    reportTop: 0,
  })
  const t1 = performance.now()
  const c0 = process.cpuUsage()
  await policy.update(requestFor(sampled), settings)
  const t2 = performance.now()
  const c1 = process.cpuUsage(c0)
  if (process.argv.includes('-v'))
    console.log((t1 - t0).toFixed(0), (t2 - t1).toFixed(0), 'cpu', ((c1.user + c1.system) / 1000).toFixed(0))
  if (run < 2) continue
  times.rollout.push(t1 - t0)
  times.train.push(t2 - t1)
  times.both.push(t2 - t0)
}
for (const [name, values] of Object.entries(times)) {
  console.log(`${name} ${median(values).toFixed(1)} ms (fastest ${Math.min(...values).toFixed(1)})`)
}
console.log(`device memory ${(policy.deviceBytes() / 2 ** 20).toFixed(1)} MiB`)
policy.dispose()
close()
process.exit()
