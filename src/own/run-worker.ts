/** The worker that runs estimators of one's own: a thread that the page can end, around a sandbox that ends by itself. */
import type { OwnAnswer, OwnAsked } from '../protocol/own.ts'
import { answerOwn } from './answer.ts'
import { openSandbox } from './sandbox.ts'

self.onmessage = async ({ data }: MessageEvent<OwnAsked>) => {
  const answer: OwnAnswer = await openSandbox().then(
    sandbox => answerOwn(sandbox, data),
    error => ({ asked: data.asked, fault: { message: `The sandbox could not be opened: ${error}`, line: undefined } }),
  )
  self.postMessage(answer)
}
