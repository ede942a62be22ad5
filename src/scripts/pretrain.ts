/**
 * Makes the warm starts in `public/checkpoints`: `npm run pretrain [-- --task id --level id --policy id --base id]`.
 * A network imitates the task's demonstrations (right and wrong ones) by cross entropy. Where the demonstrations are
 * themselves right only as often as wanted, it imitates until it has learned them: a base that knows the task and has bad
 * habits, which is what reinforcement can mend quickly. Where they are better, it stops halfway. Seeds are fixed and the
 * kernels' sums have a fixed order: the same files on every machine.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { fail } from '../core/fail.ts'
import { mean } from '../core/math.ts'
import { type GptSpec, gptConfig, policySpec } from '../core/policy.ts'
import { problemSeed } from '../core/recipe.ts'
import { drawInteger, purpose, stream, uniform } from '../core/rng.ts'
import type { Base, Level, Problem, Task } from '../core/task.ts'
import { baseName } from '../engine/opening/load-base.ts'
import { makePolicy, sizesOf } from '../engine/opening/make-policy.ts'
import { encodeCheckpoint } from '../policy/checkpoint.ts'
import { initialParameters } from '../policy/initialise.ts'
import { freshState } from '../policy/optimiser.ts'
import type { Policy, PolicyTensors, Rows } from '../policy/policy.ts'
import { basesOf, tasks } from '../tasks/index.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'

const seed = 20_260_101
const folder = 'public/checkpoints'

/** Pass rates: the one that training stops at, and the band that must be reached within the budget. */
const wanted: Readonly<Record<Base, { readonly aim: number; readonly band: readonly [number, number] }>> = {
  warm: { aim: 0.33, band: [0.05, 0.6] },
  strong: { aim: 0.75, band: [0.6, 0.95] },
}

const budget = 4000
const batchSize = 64
const measureEvery = 50
/** Held-out problems from here on are demonstrated; the ones before are the probe's. */
const probeRoom = 256
const settings = { optimiser: 'adam', beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradNorm: 1 } as const
const highestRate = 3e-3

interface Job {
  readonly task: Task
  readonly level: Level
  readonly policy: string
  readonly spec: GptSpec
  readonly base: Base
}

/** What `index.json` says about a file. */
interface Trained {
  readonly file: string
  readonly passRate: number
  readonly entropy: number
  readonly updates: number
  readonly tokens: number
  readonly parameters: number
  readonly seed: number
  readonly backend: string
}

function jobs(): Job[] {
  return [...tasks.values()].flatMap(task =>
    task.levels.flatMap(level =>
      level.policies.flatMap(policy => {
        const spec = policySpec(policy)
        return spec.kind === 'gpt' ? basesOf(level).map(base => ({ task, level, policy, spec, base })) : []
      }),
    ),
  )
}

const nameOf = ({ task, level, policy, base }: Job): string =>
  baseName({ task: task.id, level: level.id, policy, base })

async function pretrain(job: Job): Promise<Trained> {
  const { task, level, spec } = job
  const { policy, path } = await makePolicy({ spec, task, level, valueHead: false, backend: 'wasm', path: 'fused' })
  policy.write(freshState(initialParameters(gptConfig(spec, sizesOf(task, level, false)), seed)))
  const { aim, band } = wanted[job.base]
  const halfway = demonstrated(job) > band[1]
  let tokens = 0
  let updates = 0
  let measured = { passRate: 0, entropy: 0 }
  while (updates < budget && !(halfway && measured.passRate >= aim)) {
    for (let i = 0; i < measureEvery; i++, updates++) tokens += await imitate(policy, job, updates)
    measured = await measure(policy, job)
  }
  const { passRate, entropy } = measured
  if (passRate < band[0] || passRate > band[1]) {
    fail(nameOf(job), `a pass rate from ${band[0]} to ${band[1]}`, passRate.toFixed(3), 'Change its demonstrations.')
  }
  const state = await policy.read()
  policy.dispose()
  await writeFile(`${folder}/${nameOf(job)}`, encodeCheckpoint(policy.layout, state, { moments: false }))
  const parameters = state.parameters.length
  return {
    file: nameOf(job),
    passRate,
    entropy,
    updates,
    tokens,
    parameters,
    seed,
    backend: `wasm ${path}`,
  }
}

/** Pass rate of the demonstrations themselves. */
function demonstrated(job: Job): number {
  const draw = stream(seed, purpose.problem)
  const correct = Array.from({ length: 2000 }, (_, place) => {
    const problem = heldOut(job, place)
    return job.task.verify(job.level, problem, demonstration(job, problem, draw)).correct ? 1 : 0
  })
  return mean(correct)
}

/** One update of the mean cross entropy per token on fresh demonstrations; returns how many tokens it read. */
async function imitate(policy: Policy, job: Job, update: number): Promise<number> {
  const draw = stream(seed, purpose.initialise, update)
  const problems = Array.from({ length: batchSize }, () => heldOut(job, drawInteger(draw, 65_536)))
  const responses = problems.map(problem => demonstration(job, problem, draw))
  const rows = rowsOf(problems, responses)
  const lengths = responses.map(({ length }) => length)
  await policy.update(
    { rows, temperature: 1, logits: false, loss: tensors => crossEntropy(tensors, lengths) },
    { ...settings, learningRate: rateAt(update) },
  )
  return rows.token.length
}

/** Rises over 100 updates and stays: weights that were annealed to a sharp minimum are broken by the first updates of RL. */
const rateAt = (update: number): number => highestRate * Math.min((update + 1) / 100, 1)

const heldOut = ({ task, level }: Job, place: number): Problem =>
  task.problem(level, problemSeed, level.pool + probeRoom + place)

function demonstration({ task, level, base }: Job, problem: Problem, draw: () => number): readonly number[] {
  if (!task.demonstrate) {
    return fail(task.id, 'demonstrations to imitate', 'none', 'Give the task `demonstrate`, or a tabular policy only.')
  }
  return task.demonstrate(level, problem, base, draw)
}

function rowsOf(problems: readonly Problem[], responses: readonly (readonly number[])[]): Rows {
  const tokenStart = new Int32Array(responses.length + 1)
  responses.forEach(({ length }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + length
  })
  return { problems, tokenStart, token: Int32Array.from(responses.flat()) }
}

function crossEntropy({ logp }: PolicyTensors, lengths: readonly number[]): Scalar {
  const [rows, width] = logp.shape
  const mask = Float32Array.from({ length: rows * width }, (_, at) =>
    at % width < lengths[Math.floor(at / width)]! ? 1 : 0,
  )
  const own = tf.where<Tensor2D>(tf.tensor2d(mask, [rows, width], 'bool'), logp, tf.zerosLike(logp))
  return tf.neg<Scalar>(
    tf.div(
      tf.sum(own),
      lengths.reduce((total, length) => total + length, 0),
    ),
  )
}

const measuredProblems = 64
const measuredSamples = 8

/** Pass rate and entropy per token of samples at temperature 1, on training problems and fixed noise. */
async function measure(policy: Policy, { task, level }: Job): Promise<{ passRate: number; entropy: number }> {
  const count = Math.min(measuredProblems, level.pool)
  const problems = Array.from({ length: count }, (_, i) => task.problem(level, problemSeed, i))
  const rows = problems.flatMap(problem => Array.from({ length: measuredSamples }, () => ({ problem, forced: [] })))
  const sampled = await policy.sample({
    rows,
    uniforms: Float32Array.from({ length: rows.length * level.maxResponse }, (_, at) =>
      uniform(seed, purpose.probe, at),
    ),
    maxResponse: level.maxResponse,
    stop: task.end === undefined ? [] : [task.end],
    temperature: 1,
    topK: 0,
    topP: 1,
    reportTop: 0,
  })
  const correct = rows.map(({ problem }, i) => {
    const response = Array.from(sampled.token.subarray(sampled.tokenStart[i], sampled.tokenStart[i + 1]))
    return task.verify(level, problem, response).correct ? 1 : 0
  })
  return { passRate: mean(correct), entropy: mean(sampled.entropy) }
}

const { values: only } = parseArgs({
  options: {
    task: { type: 'string' },
    level: { type: 'string' },
    policy: { type: 'string' },
    base: { type: 'string' },
  },
})
const chosen = jobs().filter(
  job =>
    (only.task ?? job.task.id) === job.task.id &&
    (only.level ?? job.level.id) === job.level.id &&
    (only.policy ?? job.policy) === job.policy &&
    (only.base ?? job.base) === job.base,
)
if (chosen.length === 0)
  fail('pretrain', 'a known task, level, policy and base', JSON.stringify(only), 'See `cli tasks`.')

await openBackend('wasm')
await mkdir(folder, { recursive: true })
for (const job of chosen) {
  const began = performance.now()
  const entry = await pretrain(job)
  // Read anew, because another process may have trained other files in the meantime.
  const known: Trained[] = JSON.parse(await readFile(`${folder}/index.json`, 'utf8').catch(() => '[]'))
  const others = known.filter(({ file }) => file !== entry.file)
  const sorted = [...others, entry].sort((a, b) => (a.file < b.file ? -1 : 1))
  await writeFile(`${folder}/index.json`, `${JSON.stringify(sorted, null, 1)}\n`)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  const facts = `pass rate ${entry.passRate.toFixed(3)}, entropy ${entry.entropy.toFixed(3)}, ${entry.updates} updates`
  console.log(`${entry.file.padEnd(48)} ${facts}, ${entry.tokens} tokens, ${seconds} s`)
}
