/** One open run: played by phases, paused, stepped through, taken back, branched; and what is told of each. */
import { fail, PlaygroundError } from '../../core/fail.ts'
import { phasesOf } from '../../core/slots.ts'
import type { Command, Speed } from '../../protocol/commands.ts'
import type { BackendInfo, RunEvent } from '../../protocol/events.ts'
import { motionOf } from '../motion/motion.ts'
import type { Frame, Run } from '../run.ts'
import { branch } from './branch.ts'
import { createPlayer, type Player } from './player.ts'
import { snapshotOf } from './snapshot.ts'

export type OpenCommand = Extract<Command, { type: 'open' }>

/** A run that is ready to go, and what to tell about it. */
export interface Opened {
  readonly run: Run
  readonly backend: BackendInfo
  readonly notices: readonly string[]
  /** Tensors that TensorFlow.js holds at the moment. */
  readonly tensors: () => number
  /** Makes its backend the current one again, which another run may have changed. */
  readonly resume: () => Promise<void>
  readonly dispose: () => void
}

/** The session's surroundings: the worker's, or a test's. */
export interface Ports {
  readonly open: (
    command: OpenCommand,
    loading: (what: string, share?: number) => void,
    lost: (why: string) => void,
  ) => Promise<Opened>
  readonly post: (event: RunEvent) => void
  /** Milliseconds, from any origin. */
  readonly now: () => number
  /** Lets messages in; `milliseconds` 0 is as soon as possible. */
  readonly wait: (milliseconds: number) => Promise<void>
}

/** Milliseconds between snapshots while playing. */
const snapshotPace = 100
/**
 * While a run plays, it is saved after every iteration as long as saving takes no more than this share of the time: a
 * page that is left cannot wait for its worker, so what has not been saved by then is lost.
 */
const savingShare = 0.05

/** A run that is open, and where it stands. */
export interface Play {
  /** Another one when it is forked. */
  runId: string
  readonly player: Player
  readonly opened: Opened
  /** Undefined while paused. */
  speed: Speed | undefined
  /** Finished iterations at which it pauses by itself. */
  until: number | undefined
  /** pass@k of the starting policy, waiting for the first phase to travel with. */
  start: Frame['metrics'] | undefined
  /** Work of the iteration under way, waiting not counted. */
  milliseconds: number
  shownAt: number
  savedAt: number
  /** Milliseconds that the last saving took. */
  saving: number
  /** When its next phase should begin, while it plays. */
  dueAt: number
  /** Phases that it has played: of two that are due at the same moment, the one with fewer comes first. */
  turns: number
}

export async function openPlay(ports: Ports, command: OpenCommand, lost: (why: string) => void): Promise<Play> {
  const { runId } = command
  const opened = await ports.open(command, (what, share) => ports.post({ type: 'loading', runId, what, share }), lost)
  const player = await createPlayer(opened.run)
  const last = opened.run.policy.layout.at(-1)
  ports.post({
    type: 'opened',
    runId,
    backend: opened.backend,
    iteration: opened.run.iteration,
    parameterCount: last ? last.offset + last.size : 0,
    notices: opened.notices,
  })
  const now = ports.now()
  const idle = { speed: undefined, until: undefined, start: undefined, milliseconds: 0, turns: 0, saving: 0 }
  return { runId, player, opened, ...idle, shownAt: Number.NEGATIVE_INFINITY, savedAt: now, dueAt: now }
}

/** The run of those that play whose turn it is: the one that has been due for longest. */
export const nextInTurn = (plays: Iterable<Play>): Play | undefined =>
  [...plays].filter(({ speed }) => speed !== undefined).sort((a, b) => a.dueAt - b.dueAt || a.turns - b.turns)[0]

/** One phase of a run that plays. */
export async function playOn(ports: Ports, play: Play): Promise<void> {
  const began = ports.now()
  play.turns++
  await runPhase(ports, play)
  // A speed below the maximum spreads over the phases: slow motion inside the iteration.
  const { speed, player } = play
  const isHeld = speed !== undefined && speed !== 'max'
  play.dueAt = began + (isHeld ? 1000 / speed / phasesOf(player.run.method).length : 0)
}

/** One phase; true while the budget lasts. */
async function runPhase(ports: Ports, play: Play): Promise<void> {
  const { player, runId } = play
  const { run } = player
  if (!player.frame()) beginIteration(ports, play)
  const began = ports.now()
  let frame = await player.advance()
  if (frame?.iteration === 0) {
    play.start = frame.metrics
    frame = await player.advance()
  }
  play.milliseconds += ports.now() - began
  if (!frame) return finish(ports, play)
  showPhase(ports, play, frame)
  if (frame.phase !== 'probe') return
  ports.post({
    type: 'iteration',
    runId,
    iteration: run.iteration,
    metrics: frame.metrics,
    kept: player.kept(),
    tensors: play.opened.tensors(),
    milliseconds: play.milliseconds,
  })
  if (play.speed !== undefined && ports.now() - play.savedAt >= play.saving / savingShare) await saveNow(ports, play)
  if (play.speed !== undefined && run.iteration === play.until) await pause(ports, play)
}

function beginIteration(ports: Ports, play: Play): void {
  play.milliseconds = 0
  const { run } = play.player
  const next = run.iteration + 1
  const isLast = next === run.params.iterations || next === play.until
  run.watched = isLast || play.speed !== 'max' || ports.now() - play.shownAt >= snapshotPace
}

/** At full speed only the finished iteration travels, and only as often as it can be seen; otherwise every phase. */
function showPhase(ports: Ports, play: Play, frame: Frame): void {
  const { runId, start, speed, player } = play
  const { iteration, phase } = frame
  const last = phase === 'probe'
  const due = last || speed === undefined || ports.now() - play.shownAt >= snapshotPace
  const snapshot = player.run.watched && due && (speed !== 'max' || last) ? snapshotOf(frame) : undefined
  if (snapshot) play.shownAt = ports.now()
  if (speed === 'max' && !snapshot && !start) return
  play.start = undefined
  ports.post({
    type: 'phase',
    runId,
    iteration,
    phase,
    ...(snapshot && { snapshot }),
    ...(start && { metrics: start }),
  })
}

async function finish(ports: Ports, play: Play): Promise<void> {
  play.speed = undefined
  await saveNow(ports, play)
  ports.post({ type: 'finished', runId: play.runId, iteration: play.player.run.iteration })
}

/** Between phases; what is under way is shown, so that the page sees where the run stands. */
export async function pause(ports: Ports, play: Play): Promise<void> {
  play.speed = undefined
  await lookCloser(play)
  const frame = play.player.frame()
  if (frame) showPhase(ports, watching(play), frame)
  ports.post({ type: 'paused', runId: play.runId, iteration: play.player.run.iteration })
}

/** At full speed most iterations pass unmeasured. The one under way is done again, with the same noise, to be looked at. */
async function lookCloser({ player }: Play): Promise<void> {
  const reached = player.frame()?.phase
  if (reached === undefined || player.run.watched) return
  await player.goTo(player.run.iteration)
  player.run.watched = true
  while (player.frame()?.phase !== reached && (await player.advance())) {}
}

const watching = (play: Play): Play => {
  play.player.run.watched = true
  return play
}

/** The next phase, or the rest of the iteration. Stops a run that plays. */
export async function next(ports: Ports, play: Play, unit: 'phase' | 'iteration'): Promise<void> {
  if (play.speed !== undefined) await pause(ports, play)
  do {
    watching(play)
    await runPhase(ports, play)
  } while (unit === 'iteration' && play.player.frame() !== undefined)
}

export async function goTo(ports: Ports, play: Play, iteration: number): Promise<void> {
  const { player, runId } = play
  play.speed = undefined
  play.start = undefined
  await player.goTo(iteration, share => ports.post({ type: 'loading', runId, what: 'Replaying', share }))
  ports.post({ type: 'wentTo', runId, iteration: player.run.iteration, kept: player.kept() })
}

/** From here on it is another run. */
export async function fork(ports: Ports, play: Play, as: string, iteration: number): Promise<void> {
  await saveNow(ports, play)
  play.runId = as
  await goTo(ports, play, iteration)
}

export async function sendBranch(
  ports: Ports,
  play: Play,
  command: Extract<Command, { type: 'branch' }>,
): Promise<void> {
  const { runId, problem, prefix, times } = command
  const answer = await branch(play.player.run, problem, prefix, times)
  ports.post({ type: 'branched', runId, branch: answer })
}

export async function sendMotion(
  ports: Ports,
  { runId, player }: Play,
  iteration: number,
  group: number,
): Promise<void> {
  const { run } = player
  const owner = run.method.method.id
  if (!phasesOf(run.method).includes('update'))
    fail(`${owner}.motion`, 'a method that trains', 'one that does not', 'Take another.')
  const motion = await player.visit(iteration, frame => refused(() => motionOf(run, frame, group)))
  ports.post({ type: 'moved', runId, motion })
}

/** An iteration that the page has not kept, computed once more. */
export async function sendAgain(ports: Ports, { runId, player }: Play, iteration: number): Promise<void> {
  const snapshot = await refused(() => player.revisit(iteration, async frame => snapshotOf(frame)))
  ports.post({ type: 'again', runId, snapshot })
}

/** A look at what diverges or fails is refused; the run, which has not made it, is as good as before. */
async function refused<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error
    throw new PlaygroundError(error.where, error.expected, error.got, error.cure)
  }
}

/** Hands out the state after a kept iteration, for another run to begin from. */
export function sendForkPoint(ports: Ports, { runId, player }: Play, iteration: number): void {
  ports.post({ type: 'forkPoint', runId, checkpoint: player.keptAt(iteration) })
}

export async function saveNow(ports: Ports, play: Play): Promise<void> {
  const began = ports.now()
  ports.post({ type: 'checkpoint', runId: play.runId, checkpoint: await play.player.checkpoint() })
  play.savedAt = ports.now()
  play.saving = play.savedAt - began
}
