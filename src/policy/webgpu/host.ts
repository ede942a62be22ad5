/** Where losses run: a host backend of TensorFlow.js, on which an operation costs microseconds, not a dispatch. */
import { onBackend, openBackend } from '../../tensor/backends.ts'
import { type Backend, tf } from '../../tensor/tf.ts'

export type OnHost = <T>(run: () => Promise<T>) => Promise<T>

/** Runs on the current backend if that is `wasm` or `cpu`; else on `cpu`, opened here, the current one left as it was. */
export async function hostRunner(): Promise<OnHost> {
  const before = tf.getBackend()
  if (before === 'wasm' || before === 'cpu') return runnerOn(before)
  await openBackend('cpu')
  if (before) await tf.setBackend(before)
  return runnerOn('cpu')
}

/** A loss builds and differentiates its graph before it first awaits, so only that part needs the backend current. */
const runnerOn =
  (backend: Backend): OnHost =>
  run =>
    onBackend(backend, run)
