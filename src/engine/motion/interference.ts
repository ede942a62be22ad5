/**
 * Who moved whom: the step of an iteration taken apart into what each sibling's push, the other groups and the past put
 * into it. Adam's step is linear in its first moment, and the first moment in the gradient.
 */
import { groupMembers, maskOf, tokenCount } from '../../core/batch.ts'
import type { Interference } from '../../core/motion.ts'
import { clipCoefficient, gainOf, globalNorm } from '../../policy/optimiser.ts'
import type { PolicyState } from '../../policy/policy.ts'
import { tf } from '../../tensor/tf.ts'
import { gradientAt } from '../phases/update.ts'
import { type Frame, type Run, rowsOf } from '../run.ts'

/** Beyond these it would take seconds, and a table that nobody reads. */
const most = { members: 16, parameters: 250_000, passes: 16 }

/** A part of the step: its share of the first moment, and how far it has moved each weight. */
interface Share {
  readonly moment: Float32Array
  readonly moved: Float64Array
}

export interface Account {
  /** Before an update of these rollouts, the `turn`-th of the iteration. */
  readonly add: (rows: readonly number[], turn: number, push: Float32Array | undefined) => Promise<void>
  /** After it. */
  readonly moved: () => Promise<void>
  readonly close: () => Promise<Interference>
}

/** Opens the account of one group, with the policy at the start of the iteration; or says why it cannot be had. */
export async function createAccount(
  run: Run,
  frame: Frame,
  group: number,
  start: PolicyState,
): Promise<Account | { readonly because: string }> {
  const members = groupMembers(frame.batch)[group] ?? []
  const size = start.parameters.length
  const because = obstacle(run, members.length, size)
  if (because !== undefined) return { because }
  const blank = (): Share => ({ moment: new Float32Array(size), moved: new Float64Array(size) })
  const own = members.map(blank)
  const others = blank()
  const earlier: Share = { ...blank(), moment: start.moment1.slice() }
  const towards = await gradientsOf(run, frame, members)
  const { optimiser, beta1, learningRate, weightDecay } = run.params
  let weights = start.parameters.slice()

  return {
    add: async (rows, turn, push) => {
      const whole = await gradientAt(run, frame, rows, turn)
      const clip = clipCoefficient(globalNorm(whole), run.params.maxGradNorm)
      const rest = whole.slice()
      const fresh = optimiser === 'adam' ? 1 - beta1 : 1
      const kept = optimiser === 'adam' ? beta1 : 0
      for (const [k, member] of members.entries()) {
        const part = push && rows.includes(member) ? await pushGradient(run, frame, member, push) : undefined
        rest.forEach((value, i) => {
          const slope = part?.[i] ?? 0
          rest[i] = value - slope
          own[k]!.moment[i] = kept * own[k]!.moment[i]! + fresh * clip * slope
        })
      }
      rest.forEach((slope, i) => {
        others.moment[i] = kept * others.moment[i]! + fresh * clip * slope
        earlier.moment[i] = kept * earlier.moment[i]!
      })
    },
    moved: async () => {
      const state = await run.policy.read()
      const gain = gainOf(state, run.params)
      for (const { moment, moved } of [...own, others, earlier]) {
        moment.forEach((value, i) => {
          moved[i]! -= gain(i) * value
        })
      }
      weights.forEach((value, i) => {
        earlier.moved[i]! -= learningRate * weightDecay * value
      })
      weights = state.parameters.slice()
    },
    close: async () => ({
      group,
      members,
      from: own.map(({ moved }) => towards.map(direction => dot(moved, direction))),
      others: towards.map(direction => dot(others.moved, direction)),
      earlier: towards.map(direction => dot(earlier.moved, direction)),
    }),
  }
}

function obstacle(run: Run, members: number, parameters: number): string | undefined {
  const passes = run.params.innerEpochs * run.params.minibatches
  if (members > most.members) return `the group has ${members} siblings, more than ${most.members}`
  if (parameters > most.parameters) return `the policy has ${parameters} parameters, more than ${most.parameters}`
  if (passes > most.passes) return `the iteration has ${passes} updates, more than ${most.passes}`
  return undefined
}

const dot = (a: Float64Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

/** Gradients of the log-probability of each of these whole responses. */
async function gradientsOf(run: Run, frame: Frame, members: readonly number[]): Promise<Float32Array[]> {
  const mask = maskOf(frame.batch)
  const all: Float32Array[] = []
  for (const member of members) all.push(await weighted(run, frame, member, mask))
  return all
}

/** What one rollout's push puts into the gradient of the loss. */
const pushGradient = (run: Run, frame: Frame, member: number, push: Float32Array): Promise<Float32Array> =>
  weighted(
    run,
    frame,
    member,
    push.map(value => -value),
  )

/** The gradient of the sum over one rollout's tokens of weight times log-probability. */
async function weighted(run: Run, frame: Frame, member: number, weights: Float32Array): Promise<Float32Array> {
  const { tokenStart } = frame.batch
  const length = tokenCount(frame.batch, member)
  if (length === 0) return new Float32Array((await run.policy.read()).parameters.length)
  const own = weights.slice(tokenStart[member], tokenStart[member + 1])
  const { gradient } = await run.policy.gradient({
    rows: rowsOf(frame, [member]),
    temperature: run.params.temperature,
    logits: false,
    loss: ({ logp }) => tf.sum(tf.mul(logp, tf.tensor2d(own, [1, length]))),
  })
  return gradient
}
