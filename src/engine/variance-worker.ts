/** The worker that measures gradients: apart from the run's, so that neither page nor run waits. The page ends it. */
import type { VarianceRequest } from '../protocol/variance.ts'
import { measureEach } from './variance-work.ts'

self.onmessage = ({ data }: MessageEvent<VarianceRequest>) => void measureEach(data, answer => self.postMessage(answer))
