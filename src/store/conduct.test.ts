import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import type { Phase } from '../core/snapshot.ts'
import type { Checkpoint, Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { beginning, type Conduct, conduct, type Effect, type Happening, mostLosses, type Stage } from './conduct.ts'
import { startState } from './fixture.ts'
import { soleRun } from './select/run.ts'
import { freshRun, type RunState, type State } from './state.ts'

const page = (change: Partial<RunState> = {}): State => ({
  ...startState,
  ...soleRun({ ...freshRun('a', blankRecipe), status: 'paused', ...change }),
})
const saved = (iteration: number): Pick<RunState, 'iteration' | 'checkpoint'> => ({
  iteration,
  checkpoint: { iteration } as Checkpoint,
})

const backend = { backend: 'cpu', path: 'plain', adapter: '', software: false, notice: '' } as const
const opened = (iteration = 0): RunEvent => ({
  type: 'opened',
  runId: 'a',
  backend,
  iteration,
  parameterCount: 1,
  notices: [],
})
const phase = (name: Phase): RunEvent => ({ type: 'phase', runId: 'a', iteration: 1, phase: name })
const failed = (kind: 'usage' | 'diverged' | 'fatal'): RunEvent => ({
  type: 'failed',
  runId: 'a',
  where: 'x',
  message: 'broken',
  cure: '',
  kind,
})
const iterated: RunEvent = {
  type: 'iteration',
  runId: 'a',
  iteration: 1,
  metrics: {},
  kept: [],
  tensors: 1,
  milliseconds: 1,
}
const paused: RunEvent = { type: 'paused', runId: 'a', iteration: 1 }
const wentTo: RunEvent = { type: 'wentTo', runId: 'a', iteration: 1, kept: [] }

const heard = (event: RunEvent): Happening => ({ type: 'heard', event })
const ask = (command: Command): Happening => ({ type: 'asked', command })
const play: Command = { type: 'play', runId: 'a', speed: 'max' }
const pause: Command = { type: 'pause', runId: 'a' }
const next: Command = { type: 'next', runId: 'a', unit: 'phase' }
const setParams: Command = { type: 'setParams', runId: 'a', params: {} }

const preparing: Stage = { at: 'preparing', target: 'credit' }
const again: Stage = { at: 'opening', because: 'broken' }
const opening: Stage = { at: 'opening' }
const playing: Stage = { at: 'playing' }
const settling: Stage = { at: 'settling' }
const rest: Stage = { at: 'rest' }
const idle: Stage = { at: 'idle' }
const lost: Stage = { at: 'lost', because: 'broken' }

/** Effects as one word each: what is sent, what is dispatched (in brackets), `spawn` and `stop`. */
const words = (effects: readonly Effect[]): string =>
  effects
    .map(effect =>
      effect.do === 'send' ? effect.command.type : effect.do === 'dispatch' ? `(${effect.action.type})` : effect.do,
    )
    .join(' ')

type Row = readonly [
  from: Stage,
  wanted: Conduct['wanted'],
  what: string,
  happened: Happening,
  run: Partial<RunState>,
  to: Stage,
  wanted: Conduct['wanted'],
  effects: string,
]

const table: readonly Row[] = [
  // Opening.
  [idle, 'pause', 'open', { type: 'open', play: false }, {}, opening, 'pause', 'spawn open'],
  [rest, 'play', 'open', { type: 'open', play: true }, {}, opening, 'play', 'close open'],
  [playing, 'play', 'open', { type: 'open', play: false }, {}, opening, 'pause', 'close open'],
  [preparing, 'pause', 'open', { type: 'open', play: false }, {}, opening, 'pause', 'close open'],
  [lost, 'play', 'open', { type: 'open', play: true }, {}, opening, 'play', 'spawn open'],
  [again, 'play', 'open', { type: 'open', play: true }, {}, opening, 'play', 'spawn open'],
  [opening, 'pause', 'opened at the start', heard(opened()), {}, preparing, 'pause', 'next'],
  [opening, 'pause', 'opened later', heard(opened(3)), saved(3), rest, 'pause', '(prepared)'],
  [opening, 'play', 'opened', heard(opened()), {}, playing, 'play', '(played) play'],
  [again, 'play', 'opened', heard(opened(3)), saved(3), playing, 'play', '(noticed) (played) play'],
  [again, 'pause', 'opened', heard(opened()), {}, preparing, 'pause', '(noticed) next'],
  [playing, 'play', 'close', { type: 'close' }, {}, rest, 'pause', 'close'],
  // Preparing: phase after phase up to the target, unless somebody takes the wheel.
  [preparing, 'pause', 'an early phase', heard(phase('sample')), {}, preparing, 'pause', 'next'],
  [preparing, 'pause', 'the target', heard(phase('credit')), {}, rest, 'pause', '(prepared)'],
  [preparing, 'pause', 'going back', heard(wentTo), {}, preparing, 'pause', 'next'],
  [preparing, 'pause', 'a late pause', heard(paused), {}, preparing, 'pause', ''],
  [preparing, 'pause', 'play', ask(play), {}, playing, 'play', '(prepared) play'],
  [preparing, 'pause', 'next', ask(next), {}, rest, 'pause', '(prepared) next'],
  [preparing, 'pause', 'a setting', ask(setParams), {}, preparing, 'pause', 'setParams'],
  [preparing, 'pause', 'replay', { type: 'replay' }, { phase: 'keep' }, preparing, 'pause', '(replaying) goTo'],
  [rest, 'pause', 'replay', { type: 'replay' }, { phase: 'credit' }, preparing, 'pause', '(replaying) goTo'],
  // Playing and pausing.
  [rest, 'pause', 'play', ask(play), {}, playing, 'play', 'play'],
  [playing, 'play', 'pause', ask(pause), {}, settling, 'pause', 'pause'],
  [playing, 'play', 'a phase', heard(phase('credit')), { status: 'playing' }, playing, 'play', ''],
  [playing, 'play', 'an iteration', heard(iterated), { status: 'playing', iteration: 1 }, playing, 'play', ''],
  [rest, 'pause', 'an iteration', heard(iterated), { iteration: 1 }, rest, 'pause', 'checkpoint'],
  [settling, 'pause', 'paused early', heard(paused), { phase: 'sample' }, preparing, 'pause', 'next'],
  [settling, 'pause', 'paused late', heard(paused), { phase: 'update', iteration: 1 }, rest, 'pause', 'checkpoint'],
  [settling, 'pause', 'paused, saved', heard(paused), saved(1), rest, 'pause', ''],
  [settling, 'pause', 'a setting', ask(setParams), {}, settling, 'pause', 'setParams'],
  [settling, 'pause', 'next', ask(next), {}, rest, 'pause', 'next'],
  [rest, 'pause', 'paused by a step', heard(paused), { phase: 'sample' }, rest, 'pause', ''],
  [rest, 'pause', 'gone back', heard(wentTo), { iteration: 1 }, rest, 'pause', 'checkpoint'],
  [
    playing,
    'play',
    'finished',
    heard({ type: 'finished', runId: 'a', iteration: 9 }),
    { status: 'finished' },
    rest,
    'pause',
    '',
  ],
  // Failures.
  [playing, 'play', 'a refusal', heard(failed('usage')), { status: 'playing' }, playing, 'play', ''],
  [playing, 'play', 'divergence', heard(failed('diverged')), { status: 'failed' }, rest, 'pause', ''],
  [playing, 'play', 'a loss', heard(failed('fatal')), { losses: 1 }, again, 'play', '(restarting) spawn open'],
  [preparing, 'pause', 'a loss', heard(failed('fatal')), { losses: 1 }, again, 'pause', '(restarting) spawn open'],
  [opening, 'play', 'too many losses', heard(failed('fatal')), { losses: mostLosses }, lost, 'play', 'stop'],
  [lost, 'play', 'restart', { type: 'restart', because: 'broken' }, {}, again, 'play', '(restarting) spawn open'],
  // Out of sight.
  [playing, 'play', 'hiding', { type: 'hide', hidden: true }, {}, playing, 'play', 'checkpoint pause'],
  [rest, 'pause', 'hiding', { type: 'hide', hidden: true }, {}, rest, 'pause', ''],
  [rest, 'play', 'coming back', { type: 'hide', hidden: false }, {}, playing, 'play', '(played) play'],
  [opening, 'play', 'coming back', { type: 'hide', hidden: false }, { status: 'loading' }, opening, 'play', ''],
  [rest, 'pause', 'coming back', { type: 'hide', hidden: false }, {}, rest, 'pause', ''],
]

describe('conduct', () => {
  it.each(table)('%o, wanting %s: %s', (stage, wanted, _, happened, run, to, wantedThen, effects) => {
    const before: Conduct = { ...beginning, stage, wanted, opened: stage.at === 'idle' ? undefined : 'before' }
    const [after, done] = conduct(before, happened, page(run))
    expect([after.stage, after.wanted, words(done)]).toEqual([to, wantedThen, effects])
  })

  it('does not play what nobody sees, but when it is seen again', () => {
    const hidden: Conduct = { ...beginning, stage: opening, wanted: 'play', hidden: true, opened: 'a' }
    const [after, done] = conduct(hidden, heard(opened()), page())
    expect([after.stage, done]).toEqual([rest, []])
    expect(words(conduct(after, { type: 'hide', hidden: false }, page())[1])).toBe('(played) play')
  })

  it('ends a worker that does not answer, or is at heavy work, when another run is wanted', () => {
    const silent = conduct({ ...beginning, stage: playing, opened: 'a' }, { type: 'silent', seconds: 8 }, page())
    expect(words(silent[1])).toBe('(silent)')
    const heavy = { ...beginning, stage: playing, opened: 'a', busy: { silent: false, heavy: true } }
    for (const before of [silent[0], heavy]) {
      expect(words(conduct(before, { type: 'open', play: false }, page())[1])).toBe('spawn open')
      const [after, effects] = conduct(before, { type: 'close' }, page())
      expect([after.stage, words(effects)]).toEqual([idle, 'stop'])
    }
    const [spoken] = conduct(silent[0], { type: 'silent', seconds: 0 }, page())
    expect(words(conduct(spoken, { type: 'open', play: false }, page())[1])).toBe('close open')
  })

  it('knows that what it opens is heavy', () => {
    const params = { groupSize: 64, problems: 128 }
    const recipe = { ...blankRecipe, policy: 'gpt-6x256', base: 'random', params }
    const opening = (run: Partial<RunState>) =>
      conduct(beginning, { type: 'open', play: false }, page(run))[0].busy.heavy
    expect([opening({}), opening({ recipe })]).toEqual([false, true])
  })

  it('is not moved by what is said about a run that is not shown', () => {
    const events = [opened(), phase('credit'), failed('fatal'), iterated, paused, wentTo]
    for (const { stage } of [{ stage: preparing }, { stage: playing }, { stage: settling }]) {
      const before: Conduct = { ...beginning, stage, opened: 'a' }
      for (const event of events) {
        expect(conduct(before, heard({ ...event, runId: 'other' }), page())).toEqual([before, []])
      }
    }
  })

  it('has an answer in every stage to everything, and opens with what the page says', () => {
    const happenings: readonly Happening[] = [
      ...[opened(), phase('choose'), iterated, paused, wentTo].map(heard),
      ...(['usage', 'diverged', 'fatal'] as const).map(kind => heard(failed(kind))),
      ...[play, pause, next, setParams].map(ask),
      { type: 'open', play: true },
      { type: 'close' },
      { type: 'replay' },
      { type: 'hide', hidden: true },
    ]
    for (const stage of [idle, opening, again, preparing, playing, settling, rest, lost]) {
      for (const happened of happenings) {
        const [, effects] = conduct({ ...beginning, stage, opened: 'a' }, happened, page(saved(2)))
        const open = effects.find(effect => effect.do === 'send' && effect.command.type === 'open')
        if (open) expect(open).toMatchObject({ command: { runId: 'a', checkpoint: { iteration: 2 } } })
      }
    }
  })
})
