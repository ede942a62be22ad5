/** The border of a worker that trains beside the playground's: one job at a time, and what is told of it. */
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'
import { runJob } from './job.ts'
import { detached } from './session/snapshot.ts'

function tell(event: ExperimentEvent): void {
  const { copy, buffers } = detached(event)
  self.postMessage(copy, { transfer: buffers })
}

self.onmessage = ({ data }: MessageEvent<Job>) => void runJob(data, { tell, now: () => performance.now() })
