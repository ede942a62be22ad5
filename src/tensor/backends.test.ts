import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { onBackend, onHostBackend, openBackend, openFirst } from './backends.ts'
import { tf } from './tf.ts'

const accept = async () => 'fine'

/** What comes when minutes pass without an answer. */
async function later<T>(promise: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(300_000)
  return promise
}

/** An adapter with this information, and nothing behind it. */
function offerAdapter(info: Partial<GPUAdapterInfo>): void {
  const adapter = { info: { vendor: '', architecture: '', description: '', isFallbackAdapter: false, ...info } }
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } })
}

const boom = (why: string): never => {
  throw new Error(why)
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('choosing a backend', () => {
  test('without WebGPU takes wasm and says so', async () => {
    expect(await openFirst('auto', accept)).toEqual({
      backend: 'wasm',
      adapter: '',
      software: false,
      notice: 'This browser offers no WebGPU adapter. Running on WebAssembly.',
      failed: false,
      accepted: 'fine',
    })
  })

  test.each([
    ['throws when it is looked at', () => Promise.reject(new Error('unused')), true, 'WebGPU refused: boom.'],
    ['throws when it is asked', () => boom('no\u001b[2J driver.'), false, 'WebGPU refused: no\\u001b[2J driver.'],
    ['refuses', () => Promise.reject(new Error('blocked')), false, 'WebGPU refused: blocked.'],
    ['gives nothing', async () => null, false, 'This browser offers no WebGPU adapter.'],
    ['never answers', () => new Promise<never>(() => {}), false, 'WebGPU does not answer.'],
  ])('a WebGPU that %s leaves the run to wasm, with the reason', async (_, requestAdapter, isHidden, reason) => {
    vi.useFakeTimers()
    const gpu = { requestAdapter }
    vi.stubGlobal('navigator', Object.defineProperty({}, 'gpu', { get: () => (isHidden ? boom('boom') : gpu) }))
    for (const choice of ['auto', 'webgpu'] as const) {
      const { backend, notice } = await later(openFirst(choice, accept))
      expect([backend, notice]).toEqual(['wasm', `${reason} Running on WebAssembly.`])
    }
  })

  test('does not take a software adapter unasked', async () => {
    offerAdapter({ vendor: 'google', architecture: 'swiftshader' })
    const { backend, notice } = await openFirst('auto', accept)
    expect([backend, notice]).toEqual([
      'wasm',
      'WebGPU has only a software adapter (google swiftshader). Running on WebAssembly.',
    ])
  })

  test('takes what the user chose without a word', async () => {
    expect(await openFirst('cpu', accept)).toMatchObject({ backend: 'cpu', notice: '' })
    expect(tf.getBackend()).toBe('cpu')
  })

  test('takes the next one when a self-test fails, with the reason', async () => {
    const { backend, notice, failed } = await openFirst('wasm', async candidate => {
      if (candidate === 'wasm') throw new Error('2 + 2 came out as 5')
    })
    expect([backend, notice]).toEqual(['cpu', 'WebAssembly failed: 2 + 2 came out as 5. Running on plain JavaScript.'])
    expect(failed).toBe(true)
  })

  test('takes the next one when the chosen one does not start', async () => {
    offerAdapter({ vendor: 'nvidia', architecture: 'hopper' })
    const { backend, notice } = await openFirst('webgpu', accept)
    expect(backend).toBe('wasm')
    expect(notice).toBe('WebGPU failed: expected WebGPU to start, got a failure. Running on WebAssembly.')
  })

  test('takes the next one when a self-test never ends', async () => {
    await openFirst('cpu', accept)
    vi.useFakeTimers()
    const hangs = (candidate: string) => (candidate === 'wasm' ? new Promise<void>(() => {}) : Promise.resolve())
    const { backend, notice } = await later(openFirst('wasm', hangs))
    expect(backend).toBe('cpu')
    expect(notice).toContain('WebAssembly failed: expected WebAssembly to answer, got nothing.')
  })

  test('fails when none is left', async () => {
    const refuse = () => Promise.reject(new Error('no'))
    await expect(openFirst('cpu', refuse)).rejects.toThrow(/backend: expected one backend that works/)
  })
})

describe('running on a backend', () => {
  beforeAll(async () => {
    await openBackend('wasm')
    await openBackend('cpu')
  })

  test('restores the one before, also after a failure', () => {
    expect(onBackend('wasm', () => tf.getBackend())).toBe('wasm')
    expect(() =>
      onBackend('wasm', () => {
        throw new Error('inside')
      }),
    ).toThrow('inside')
    expect(tf.getBackend()).toBe('cpu')
  })

  test('tensors stay readable from another backend', async () => {
    const product = onBackend('wasm', () => tf.tidy(() => tf.mul(tf.tensor1d([1, 2]), 3)))
    expect(Array.from(await product.data())).toEqual([3, 6])
    product.dispose()
  })

  test('the host backend is the current one where that is one', () => {
    expect(onHostBackend(() => tf.getBackend())).toBe('cpu')
    expect(onBackend('wasm', () => onHostBackend(() => tf.getBackend()))).toBe('wasm')
  })

  test('prints nothing', async () => {
    const spies = (['log', 'warn', 'info', 'error'] as const).map(kind => vi.spyOn(console, kind))
    const product = onBackend('cpu', () => tf.tidy(() => tf.mul(tf.tensor1d([1]), 2)))
    await product.data()
    product.dispose()
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})
