/** The page's end of the worker that weighs tokens. It starts with the first question; questions are answered in order. */
import { fail } from '../core/fail.ts'
import type { WeighAnswer, WeighAsked } from '../protocol/weigh.ts'

let worker: Worker | undefined
let count = 0
const waiting = new Map<number, (answer: WeighAnswer) => void>()

function spawn(): Worker {
  const made = new Worker(new URL('../engine/weigh-worker.ts', import.meta.url), { type: 'module' })
  made.onmessage = ({ data }: MessageEvent<WeighAnswer>) => {
    waiting.get(data.asked)?.(data)
    waiting.delete(data.asked)
  }
  made.onerror = () => {
    worker = undefined
    for (const [asked, tell] of waiting) tell({ asked, failed: 'The worker that weighs has stopped.' })
    waiting.clear()
  }
  return made
}

/** [T] how much one unit of each token's log-probability lowers the loss. Fails with the worker's words. */
export async function weigh(request: Omit<WeighAsked, 'asked'>): Promise<Float32Array> {
  worker ??= spawn()
  const asked = ++count
  worker.postMessage({ asked, ...request })
  const answer = await new Promise<WeighAnswer>(resolve => waiting.set(asked, resolve))
  return 'weight' in answer ? answer.weight : fail('bench', 'a gradient', answer.failed, 'Look at another quantity.')
}
