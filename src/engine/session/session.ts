/**
 * What the page talks to: up to two runs at a time. Commands wait in an inbox and are obeyed between phases, so none ever
 * meets a half-finished phase. Runs that play take turns, a phase each; each has its own policy, noise and memory, so
 * that it comes to the same bits as when it is alone.
 */
import { fail, PlaygroundError, unreachable } from '../../core/fail.ts'
import type { Command } from '../../protocol/commands.ts'
import * as one from './play.ts'
import { failure } from './report.ts'

export type { Opened, Ports } from './play.ts'

/** Two to compare; each holds a policy, a reference and its kept checkpoints. */
const mostOpen = 2

/** Whose failure it is when it cannot be obeyed: a fork speaks for itself. */
const speakerOf = (command: Command): string => (command.type === 'fork' ? command.as : command.runId)

/** Hands commands to a new session. */
export function createSession(ports: one.Ports): (command: Command) => void {
  const inbox: Command[] = []
  let wake = () => {}
  const plays = new Map<string, one.Play>()

  const arrival = () =>
    new Promise<void>(resolve => {
      wake = resolve
      if (inbox.length > 0) resolve()
    })

  async function serve(): Promise<never> {
    for (;;) {
      const command = inbox.shift()
      const play = one.nextInTurn(plays.values())
      if (command) await guarded(speakerOf(command), command.type, () => obey(command))
      else if (!play) await arrival()
      else await takeTurn(play)
    }
  }

  /** Lets messages in first; whoever sends one comes before the phase. */
  async function takeTurn(play: one.Play): Promise<void> {
    await Promise.race([arrival(), ports.wait(Math.max(0, play.dueAt - ports.now()))])
    if (inbox.length > 0) return
    await guarded(play.runId, 'play', async () => {
      await play.opened.resume()
      await one.playOn(ports, play)
    })
  }

  /** Whatever goes wrong is told to the page. A run that broke is taken back to its last good state. */
  async function guarded(runId: string, what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const broken = what === 'play' || what === 'next' ? plays.get(runId) : undefined
      // After a defect the policy is not touched again: the page starts a new worker from the checkpoint.
      if (broken && error instanceof PlaygroundError) await retreat(broken)
      else if (broken) broken.speed = undefined
      ports.post(failure(runId, error, broken?.player.lastGood()))
    }
  }

  async function retreat(broken: one.Play): Promise<void> {
    broken.speed = undefined
    const { runId, player } = broken
    await player.retreat()
    ports.post({ type: 'wentTo', runId, iteration: player.run.iteration, kept: player.kept() })
  }

  async function obey(command: Command): Promise<void> {
    if (command.type === 'open') return open(command)
    const play = plays.get(command.runId)
    // Late words about a run that is closed already.
    if (!play) return
    if (command.type === 'close') return close(command.runId)
    await play.opened.resume()
    switch (command.type) {
      case 'play':
        play.speed = command.speed
        play.until = command.until
        play.dueAt = ports.now()
        return
      case 'pause':
        return one.pause(ports, play)
      case 'next':
        return one.next(ports, play, command.unit)
      case 'goTo':
        return one.goTo(ports, play, command.iteration)
      case 'fork':
        return fork(play, command.as, command.iteration)
      case 'setParams':
        return play.player.setParams(command.params)
      case 'branch':
        return one.sendBranch(ports, play, command)
      case 'motion':
        return one.sendMotion(ports, play, command.iteration, command.group)
      case 'again':
        return one.sendAgain(ports, play, command.iteration)
      case 'checkpoint':
        if (command.iteration !== undefined) return one.sendForkPoint(ports, play, command.iteration)
        return one.saveNow(ports, play)
      default:
        return unreachable(command, 'session.command')
    }
  }

  function fork(play: one.Play, as: string, iteration: number): Promise<void> {
    close(as)
    plays.delete(play.runId)
    plays.set(as, play)
    return one.fork(ports, play, as, iteration)
  }

  async function open(command: one.OpenCommand): Promise<void> {
    const { runId } = command
    close(runId)
    if (plays.size >= mostOpen) {
      fail('session.open', `at most ${mostOpen} open runs`, `one more`, 'Close one of them first.')
    }
    let play: one.Play | undefined
    const lost = (why: string) => {
      const lastGood = play && plays.has(play.runId) ? play.player.lastGood() : undefined
      ports.post(failure(play?.runId ?? runId, new Error(why), lastGood))
    }
    play = await one.openPlay(ports, command, lost)
    plays.set(runId, play)
  }

  function close(runId: string): void {
    plays.get(runId)?.opened.dispose()
    plays.delete(runId)
  }

  void serve()
  return command => {
    inbox.push(command)
    wake()
  }
}
