/**
 * What the device objects to, turned into one rejection with a reason. WebGPU reports refused commands, lack of memory
 * and lost devices apart from the calls that cause them; whoever waits for a result asks here first.
 */
import { PlaygroundError } from '../../core/fail.ts'

export interface Guard {
  /** Throws what has gone wrong so far. */
  readonly check: () => void
  /** Runs commands whose objections, of one kind, are wanted. */
  readonly watch: <T>(filter: GPUErrorFilter, run: () => T) => T
  /** The result of waiting for the device, once all objections up to now are known; rejects with the first of them. */
  readonly settled: <T>(work: Promise<T>) => Promise<T>
}

export function createGuard(device: GPUDevice): Guard {
  let failure: Error | undefined
  let checked: Promise<void> = Promise.resolve()
  const failWith = (error: Error) => {
    failure ??= error
  }
  const check = () => {
    if (failure) throw failure
  }
  // Not the house error: there is nothing that a person could do other than the same once more, on a new device.
  void device.lost.then(({ message }) => failWith(new Error(`The GPU was lost: ${message || 'no reason given'}`)))
  return {
    check,
    watch: (filter, run) => {
      device.pushErrorScope(filter)
      const result = run()
      checked = Promise.all([checked, device.popErrorScope()]).then(
        ([, objection]) => {
          if (objection) failWith(deviceError(objection.message))
        },
        reason => failWith(deviceError(String(reason))),
      )
      return result
    },
    settled: async work => {
      const result = await work.catch(async reason => {
        await checked
        throw failure ?? deviceError(String(reason))
      })
      await checked
      check()
      return result
    },
  }
}

export const deviceError = (got: string): PlaygroundError =>
  new PlaygroundError('webgpu', 'a working GPU device', got, 'Choose another backend, or reload the page.')
