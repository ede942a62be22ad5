/**
 * What the page talks to: one run at a time, played, paused, stepped through, taken back and branched. Commands wait in
 * an inbox and are obeyed between phases, so none ever meets a half-finished phase.
 */
import { PlaygroundError, unreachable } from '../../core/fail.ts'
import { phasesOf } from '../../core/slots.ts'
import type { Command, Speed } from '../../protocol/commands.ts'
import type { BackendInfo, RunEvent } from '../../protocol/events.ts'
import type { Frame, Run } from '../run.ts'
import { branch } from './branch.ts'
import { createPlayer, type Player } from './player.ts'
import { failure } from './report.ts'
import { snapshotOf } from './snapshot.ts'

type OpenCommand = Extract<Command, { type: 'open' }>

/** A run that is ready to go, and what to tell about it. */
export interface Opened {
  readonly run: Run
  readonly backend: BackendInfo
  readonly notices: readonly string[]
  /** Tensors that TensorFlow.js holds at the moment. */
  readonly tensors: () => number
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

/** Milliseconds between snapshots while playing, and between the checkpoints that guard against a lost worker. */
const snapshotPace = 100
const checkpointPace = 5000

/** The run that is open. */
interface Play {
  readonly runId: string
  readonly player: Player
  readonly opened: Opened
  /** Undefined while paused. */
  speed: Speed | undefined
  /** pass@k of the starting policy, waiting for the first phase to travel with. */
  start: Frame['metrics'] | undefined
  /** Work of the iteration under way, waiting not counted. */
  milliseconds: number
  shownAt: number
  savedAt: number
}

/** Hands commands to a new session. */
export function createSession(ports: Ports): (command: Command) => void {
  const inbox: Command[] = []
  let wake = () => {}
  let play: Play | undefined

  const arrival = () =>
    new Promise<void>(resolve => {
      wake = resolve
      if (inbox.length > 0) resolve()
    })

  async function serve(): Promise<never> {
    for (;;) {
      const command = inbox.shift()
      if (command) await guarded(command.runId, command.type, () => obey(command))
      else if (play?.speed === undefined) await arrival()
      else await playOn(play)
    }
  }

  async function playOn(playing: Play): Promise<void> {
    const began = ports.now()
    await guarded(playing.runId, 'play', () => runPhase(ports, playing))
    const spent = ports.now() - began
    // A speed below the maximum spreads over the phases: slow motion inside the iteration.
    const pace =
      playing.speed === undefined || playing.speed === 'max'
        ? 0
        : 1000 / playing.speed / phasesOf(playing.player.run.method).length
    await Promise.race([arrival(), ports.wait(Math.max(0, pace - spent))])
  }

  /** Whatever goes wrong is told to the page. A run that broke is taken back to its last good state. */
  async function guarded(runId: string, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const broken = play?.runId === runId && (what === 'play' || what === 'next') ? play : undefined
      // After a defect the policy is not touched again: the page starts a new worker from the checkpoint.
      if (broken && error instanceof PlaygroundError) await retreat(broken)
      else if (broken) broken.speed = undefined
      ports.post(failure(runId, error, broken?.player.lastGood()))
    }
  }

  async function retreat(broken: Play): Promise<void> {
    broken.speed = undefined
    const { runId, player } = broken
    await player.retreat()
    ports.post({ type: 'wentTo', runId, iteration: player.run.iteration, kept: player.kept() })
  }

  async function obey(command: Command): Promise<void> {
    if (command.type === 'open') {
      close()
      const lastGood = () => (play?.runId === command.runId ? play.player.lastGood() : undefined)
      play = await openPlay(ports, command, why => ports.post(failure(command.runId, new Error(why), lastGood())))
      return
    }
    // Late words about a run that is closed already.
    if (!play || play.runId !== command.runId) return
    switch (command.type) {
      case 'play':
        play.speed = command.speed
        return
      case 'pause':
        return pause(ports, play)
      case 'next':
        return next(ports, play, command.unit)
      case 'goTo':
        return goTo(ports, play, command.iteration)
      case 'setParams':
        return play.player.setParams(command.params)
      case 'branch':
        return sendBranch(ports, play, command)
      case 'checkpoint':
        return saveNow(ports, play)
      case 'close':
        return close()
      default:
        return unreachable(command, 'session.command')
    }
  }

  function close(): void {
    play?.opened.dispose()
    play = undefined
  }

  void serve()
  return command => {
    inbox.push(command)
    wake()
  }
}

async function openPlay(ports: Ports, command: OpenCommand, lost: (why: string) => void): Promise<Play> {
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
  const savedAt = ports.now()
  const shownAt = Number.NEGATIVE_INFINITY
  return { runId, player, opened, speed: undefined, start: undefined, milliseconds: 0, shownAt, savedAt }
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
  if (play.speed !== undefined && ports.now() - play.savedAt >= checkpointPace) await saveNow(ports, play)
}

function beginIteration(ports: Ports, play: Play): void {
  play.milliseconds = 0
  const { run } = play.player
  const isLast = run.iteration + 1 === run.params.iterations
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
async function pause(ports: Ports, play: Play): Promise<void> {
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
async function next(ports: Ports, play: Play, unit: 'phase' | 'iteration'): Promise<void> {
  if (play.speed !== undefined) await pause(ports, play)
  do {
    watching(play)
    await runPhase(ports, play)
  } while (unit === 'iteration' && play.player.frame() !== undefined)
}

async function goTo(ports: Ports, play: Play, iteration: number): Promise<void> {
  const { player, runId } = play
  play.speed = undefined
  play.start = undefined
  await player.goTo(iteration, share => ports.post({ type: 'loading', runId, what: 'Replaying', share }))
  ports.post({ type: 'wentTo', runId, iteration: player.run.iteration, kept: player.kept() })
}

async function sendBranch(ports: Ports, play: Play, command: Extract<Command, { type: 'branch' }>): Promise<void> {
  const { runId, problem, prefix, times } = command
  const answer = await branch(play.player.run, problem, prefix, times)
  ports.post({ type: 'branched', runId, branch: answer })
}

async function saveNow(ports: Ports, play: Play): Promise<void> {
  play.savedAt = ports.now()
  ports.post({ type: 'checkpoint', runId: play.runId, checkpoint: await play.player.checkpoint() })
}
