import { fail } from '../../core/fail.ts'
import { type Archive, type Archived, type MixedGroup, mostArchived } from '../../core/replay.ts'
import { contextOf, type Frame, type Memory, problemAt, type Run, remember, responseOf } from '../run.ts'
import { givenLengths } from '../sampling/draft.ts'
import { type DrawnGroup, type DrawnRow, drawnGroups, regrouped } from '../sampling/regroup.ts'
import { scoreRows } from '../sampling/sampler.ts'

/** The engine's own note beside the slots' states. Checkpoints hold the list anew, and share what is in it. */
const archiveKey = 'archive'
export const archiveOf = (memory: Memory): Archive => (memory[archiveKey] ?? []) as Archive // Only this file writes it.

/** Mixes earlier responses in as the method wishes, and files the new ones; the frame itself where it has no replay. */
export async function replay(run: Run, frame: Frame): Promise<Frame> {
  const part = run.method.replay?.part
  if (!part) return frame
  const archive = archiveOf(frame.memory)
  const indices = frame.problems.map(({ index }) => index)
  const groups = part.mix(archive, frame.batch, indices, run.params, contextOf(run, frame, 'replay'))
  const kept = part.store(archive, freshOf(frame), run.params).slice(-mostArchived)
  const filed = { ...frame, memory: remember(frame, archiveKey, kept) }
  if (!groups.some(group => group.some(member => typeof member !== 'number'))) return filed
  return { ...(await mixed(run, filed, groups)), idle: false }
}

/** The responses of this iteration, as they are kept. */
function freshOf({ batch, problems, iteration }: Frame): Archive {
  const hints = givenLengths(batch)
  return Array.from(batch.group, (group, i) => ({
    problem: problems[group]!.index,
    tokens: responseOf(batch, i),
    logp: Array.from(batch.samplerLogp?.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]) ?? []),
    given: hints[i]!,
    reward: batch.reward[i]!,
    iteration,
  }))
}

async function mixed(run: Run, frame: Frame, groups: readonly MixedGroup[]): Promise<Frame> {
  const drawn = drawnGroups(frame)
  // In the order of the batch: groups need not lie together.
  const byRow = new Map(drawn.flatMap(({ problem, rows }) => rows.map(row => [row.row.at, { problem, row }] as const)))
  const old = new Map<Archived, DrawnRow>()
  const wanted = [...new Set(groups.flat().filter(member => typeof member !== 'number'))]
  for (const [k, row] of (await rescored(run, frame, wanted)).entries()) old.set(wanted[k]!, row)
  const composed = groups.map((group): DrawnGroup => {
    const rows = group.flatMap(member => (typeof member === 'number' ? byRow.get(member)?.row : old.get(member)) ?? [])
    const asked = group.flatMap(
      member => (typeof member === 'number' ? byRow.get(member)?.problem.index : member.problem) ?? [],
    )
    const [first] = asked
    if (first === undefined || rows.length < group.length || asked.some(index => index !== first)) {
      fail(
        `${run.method.replay?.owner ?? ''}.mix`,
        'groups of responses to one problem each',
        `responses to ${[...new Set(asked)].join(', ') || 'none'}`,
        'Mix responses of one problem only, by their numbers in the batch.',
      )
    }
    return { problem: problemAt(run, first ?? 0), rows }
  })
  return regrouped(run, frame, composed)
}

/** Archived responses as the policy of now finds them. */
async function rescored(run: Run, frame: Frame, archived: Archive): Promise<DrawnRow[]> {
  const tokenStart = new Int32Array(archived.length + 1)
  archived.forEach(({ tokens }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + tokens.length
  })
  const token = Int32Array.from(archived.flatMap(({ tokens }) => tokens))
  const rows = { problems: archived.map(({ problem }) => problemAt(run, problem)), tokenStart, token }
  const scored = await scoreRows(run, rows, run.params.temperature)
  // Nobody asked for their likeliest tokens.
  const shown = token.length * (frame.top?.k ?? 0)
  const sampled = { ...scored, topToken: new Int32Array(shown).fill(-1), topProbability: new Float32Array(shown) }
  return archived.map(({ logp, given, iteration }, at) => ({
    row: { sampled, at },
    samplerLogp: Float32Array.from(logp),
    external: new Float32Array(frame.batch.external ? logp.length : 0),
    tempered: 1,
    given,
    age: frame.iteration - iteration,
  }))
}
