/** The worker's border: receives commands, posts events. Everything else is the session's. */

import { breathe } from '../core/breathe.ts'
import type { Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import type { Ping, Pong } from '../protocol/heartbeat.ts'
import { openRecipe } from './opening/open.ts'
import { createSession } from './session/session.ts'
import { detached } from './session/snapshot.ts'

/** Arrays go as copies whose buffers move, so that the page never sees a column that the engine still holds. */
function post(event: RunEvent): void {
  const { copy, buffers } = detached(event)
  self.postMessage(copy, { transfer: buffers })
}

const now = () => performance.now()

const receive = createSession({
  open: ({ runId: _, ...command }, loading, lost) =>
    openRecipe(command, { now, loading, lost: why => lost(`The GPU was lost: ${why}`) }),
  post,
  now,
  wait: breathe,
})

const pong: Pong = { type: 'pong' }

self.onmessage = ({ data }: MessageEvent<Command | Ping>) => {
  if (data.type === 'ping') self.postMessage(pong)
  else receive(data)
}
