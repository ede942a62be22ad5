import type { Scalar } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { createPlainGpt } from '../gpt-plain.ts'
import { comparePolicies } from '../parity.ts'
import { type ParityCase, parityCases } from '../parity-cases.ts'
import type { Policy, Sampled, TrainRequest } from '../policy.ts'
import { type DawnDevice, openDawn } from './dawn.node.ts'
import { openGpu, type Traits, traitsOf } from './gpu.ts'
import { createWebgpuGpt, openWebgpuGpt } from './index.ts'
import type { KernelSource } from './kernel.ts'

let dawn: DawnDevice
beforeAll(async () => {
  await openBackend('cpu')
  dawn = await openDawn()
})
afterAll(() => dawn.close())

const cases = parityCases(7)
const caseNamed = (part: string): ParityCase =>
  cases.find(({ name }) => name.includes(part)) ?? expect.unreachable(part)

test('runs on the driver that was asked for', () => {
  const software = process.env.VK_ICD_FILENAMES?.includes('swiftshader')
  if (software) expect(dawn.adapter).toBe('google swiftshader')
  else expect(dawn.adapter).not.toMatch(/swiftshader/)
})

test('asks for no more threads and memory per workgroup than every device has', () => {
  const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize, maxStorageBuffersPerShaderStage } =
    dawn.device.limits
  // The device was opened with the defaults of the specification, and enforces them.
  expect([maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize]).toEqual([256, 16384])
  expect(maxStorageBuffersPerShaderStage).toBe(8)
})

test('workgroups are no larger than the device takes', () => {
  const limits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28, maxComputeWorkgroupSizeX: 128 }
  const workgroup = (maxComputeInvocationsPerWorkgroup: number) =>
    traitsOf({ limits: { ...limits, maxComputeInvocationsPerWorkgroup } }).workgroup
  expect([256, 64, 32].map(workgroup)).toEqual([64, 64, 32])
})

describe('agrees with the plain GPT', () => {
  const agree = async (given: ParityCase, candidate: Policy) => {
    const plain = createPlainGpt(given.config, 'cpu')
    const { compared, differences } = await comparePolicies(plain, candidate, given)
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThan(1000)
    plain.dispose()
    candidate.dispose()
  }

  test.each(cases.map(given => [given.name, given] as const))('%s', async (_, given) => {
    await agree(given, await createWebgpuGpt(given.config, dawn.device))
  })

  test.each([
    ['ragged', 64],
    ['everything', 64],
    ['everything', 8],
  ] as const)('with the tiles of a real GPU, in many chunks: %s, %i threads', async (part, workgroup) => {
    const traits: Traits = { ...traitsOf(dawn.device), software: false, workgroup, budget: 1, dispatchWork: 2e4 }
    const given = caseNamed(part)
    await agree(given, await openWebgpuGpt(given.config, openGpu(dawn.device, traits)))
  })
})

const trainOn = ({ sample }: ParityCase, { tokenStart, token }: Sampled): TrainRequest => ({
  rows: { problems: sample.rows.map(({ problem }) => problem), tokenStart, token },
  temperature: sample.temperature,
  logits: false,
  loss: ({ logp, entropy }) => tf.mean<Scalar>(tf.sub(tf.square(logp), entropy)),
})

test('ten runs give the same bits', async () => {
  const given = caseNamed('ragged')
  const policy = await createWebgpuGpt(given.config, dawn.device)
  const runs: unknown[] = []
  for (let run = 0; run < 10; run++) {
    policy.write(given.state)
    const sampled = await policy.sample(given.sample)
    const updated = await policy.update(trainOn(given, sampled), given.settings)
    runs.push([sampled, updated, await policy.read()])
  }
  for (const run of runs) expect(run).toEqual(runs[0])
  policy.dispose()
})

test('no rows give no rollouts, no statistics, and a gradient of zero', async () => {
  const given = caseNamed('ragged')
  const policy = await createWebgpuGpt(given.config, dawn.device)
  policy.write(given.state)
  await policy.update(trainOn(given, await policy.sample(given.sample)), given.settings)
  const sampled = await policy.sample({ ...given.sample, rows: [], uniforms: new Float32Array() })
  expect(sampled.token.length).toBe(0)
  const rows = { problems: [], tokenStart: sampled.tokenStart, token: sampled.token }
  expect((await policy.score(rows, 1)).logp.length).toBe(0)
  const { gradient } = await policy.gradient({
    rows,
    temperature: 1,
    logits: false,
    loss: ({ logp }) => tf.sum<Scalar>(logp),
  })
  expect(gradient.every(value => value === 0)).toBe(true)
  policy.dispose()
})

test('a rollout does not depend on the rows beside it', async () => {
  const given = caseNamed('ragged')
  const policy = await createWebgpuGpt(given.config, dawn.device)
  policy.write(given.state)
  const together = await policy.sample(given.sample)
  const { rows, uniforms, maxResponse } = given.sample
  for (const [i, row] of rows.entries()) {
    const own = uniforms.subarray(i * maxResponse, (i + 1) * maxResponse)
    const alone = await policy.sample({ ...given.sample, rows: [row], uniforms: own })
    const [from, to] = [together.tokenStart[i], together.tokenStart[i + 1]]
    expect(alone.token).toEqual(together.token.slice(from, to))
    expect(alone.logp).toEqual(together.logp.slice(from, to))
  }
  policy.dispose()
})

test('200 updates take no new memory, and disposing gives all of it back', async () => {
  const given = caseNamed('one row')
  const made = vi.spyOn(dawn.device, 'createBuffer')
  const policy = await createWebgpuGpt(given.config, dawn.device)
  policy.write(given.state)
  const iterate = async () => policy.update(trainOn(given, await policy.sample(given.sample)), given.settings)
  await iterate()
  const [buffers, bytes, tensors] = [made.mock.calls.length, policy.deviceBytes(), tf.memory().numTensors]
  expect(bytes).toBeGreaterThan(0)
  for (let i = 0; i < 200; i++) await iterate()
  expect(made.mock.calls.length).toBe(buffers)
  expect(policy.deviceBytes()).toBe(bytes)
  expect(tf.memory().numTensors).toBe(tensors)
  expect((await policy.read()).updates).toBe(given.state.updates + 201)
  policy.dispose()
  expect(policy.deviceBytes()).toBe(0)
  made.mockRestore()
})

describe('stops', () => {
  test('when the caller cancels, and samples the same afterwards', async () => {
    const given = caseNamed('long')
    const policy = await createWebgpuGpt(given.config, dawn.device)
    policy.write(given.state)
    const shares: number[] = []
    const whole = await policy.sample(given.sample, share => shares.push(share))
    expect(shares.length).toBeGreaterThan(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    const cancelled = policy.sample(given.sample, () => {
      throw new Error('enough')
    })
    await expect(cancelled).rejects.toThrow('enough')
    expect(await policy.sample(given.sample)).toEqual(whole)
    policy.dispose()
  })

  test('with the reason when the device is lost', async () => {
    const other = await openDawn()
    const gpu = openGpu(other.device)
    const held = gpu.upload('held', Float32Array.of(1))
    const reading = gpu.download([{ from: held, bytes: 4 }])
    other.close()
    const reason = /^The GPU was lost: /
    await expect(reading).rejects.toThrow(reason)
    await expect(gpu.download([{ from: held, bytes: 4 }])).rejects.toThrow(reason)
    await expect(openWebgpuGpt(caseNamed('one row').config, gpu)).rejects.toThrow(reason)
  })

  test('with the shader that did not compile, and leaves the device usable', async () => {
    const gpu = openGpu(dawn.device)
    const broken: KernelSource<'n', 'x'> = {
      name: 'broken',
      params: { n: 'u32' },
      buffers: { x: 'read f32' },
      body: 'x = ;',
    }
    await expect(gpu.compile(broken)).rejects.toThrow(/shader "broken" refused/)
    const held = gpu.upload('held', Float32Array.of(1, 2))
    const [back] = await gpu.download([{ from: held, bytes: 8 }])
    expect(new Float32Array(back!)).toEqual(Float32Array.of(1, 2))
    gpu.dispose()
  })

  test('at sizes that the kernels or the device cannot take', async () => {
    const { config } = caseNamed('one row')
    await expect(createWebgpuGpt({ ...config, nEmbd: 12, nHead: 2 }, dawn.device)).rejects.toThrow(/multiple of 4/)
    const small = openGpu(dawn.device, { ...traitsOf(dawn.device), largestBuffer: 1024 })
    await expect(openWebgpuGpt(config, small)).rejects.toThrow(/at most 1024 bytes/)
  })
})
