/** Runs a method's search, problem by problem, and counts what it spends. */
import { hasEnded, readDialogue, stopTokens } from '../../core/dialogue.ts'
import { fail } from '../../core/fail.ts'
import type { SearchPart } from '../../core/method.ts'
import { purpose } from '../../core/rng.ts'
import type { Advance, Advanced, Searched, SearchHandle } from '../../core/search.ts'
import type { Problem } from '../../core/task.ts'
import { type SampledRow, tokensOf } from '../../policy/join.ts'
import { nextTokens } from '../columns/shared/exact.ts'
import { contextOf, type Frame, type Run } from '../run.ts'
import type { Draft } from './draft.ts'
import { type Judge, judgesOf } from './judge.ts'
import { noise } from './rollout.ts'
import { joinTexts, scoreRows } from './sampler.ts'

interface Searching {
  readonly owner: string
  readonly part: SearchPart
}

export async function drawBySearch(run: Run, frame: Frame, { owner, part }: Searching): Promise<Draft> {
  const judges = await judgesOf(run, frame)
  const texts: { readonly problem: Problem; readonly text: readonly number[]; readonly group: number }[] = []
  const searches: Searched[] = []
  for (const [group, problem] of frame.problems.entries()) {
    const handle = handleOf(run, frame, problem, judges?.(problem) ?? noJudge(owner, run))
    const context = contextOf(run, frame, 'search', frame.judged.groups + group)
    const { candidates, tree = [] } = await part.compute(handle, run.params.groupSize, run.params, context)
    checkFinished(owner, candidates, handle)
    for (const text of candidates) texts.push({ problem, text, group })
    searches.push({ ...handle.spent(), tree })
  }
  return {
    sampled: await scoreRows(run, joinTexts(texts), run.params.temperature),
    group: Int32Array.from(texts, ({ group }) => group),
    drawn: frame.drawn,
    searches,
  }
}

const noJudge =
  (owner: string, { task }: Run): Judge =>
  () =>
    fail(`${owner}.search`, 'a judge', `none for ${task.title}`, 'Take a task whose responses can be listed.')

function checkFinished(owner: string, candidates: readonly (readonly number[])[], { isOver }: SearchHandle): void {
  const open = candidates.find(tokens => !isOver(tokens))
  if (candidates.length > 0 && !open) return
  const got = open ? `one that stops after ${open.length} tokens` : 'none'
  fail(`${owner}.search`, 'at least one response, all of them finished', got, 'Draw on to the end.')
}

function handleOf(run: Run, frame: Frame, problem: Problem, judge: Judge): SearchHandle {
  const { task, level, policy, params } = run
  let [drawn, judged] = [0, 0]
  const next = nextTokens(policy, params, problem)
  return {
    isOver: prefix => hasEnded(task, level, problem, prefix),
    append: (prefix, token) => answered(run, problem, [...prefix, token]),
    spent: () => ({ drawn, judged }),
    judge: prefix => {
      judged++
      return judge(prefix)
    },
    next: async prefixes => {
      drawn += prefixes.length
      const all = Float32Array.from(await next(prefixes))
      return prefixes.map((_, row) => all.slice(row * policy.vocabSize, (row + 1) * policy.vocabSize))
    },
    advance: async (requests, tokens) => {
      const answers = await advance(run, frame, problem, requests, tokens)
      drawn += answers.reduce((total, { logp }) => total + logp.length, 0)
      return answers
    },
  }
}

/** What was said, and what the world says to it. */
const answered = ({ task, level }: Run, problem: Problem, said: readonly number[]): readonly number[] =>
  task.episodes ? [...said, ...readDialogue(task, level, problem, said).owed()] : said

/** Requests whose responses may become equally long are drawn together; where the world answers, a turn ends a step. */
async function advance(
  run: Run,
  frame: Frame,
  problem: Problem,
  requests: readonly Advance[],
  tokens: number,
): Promise<readonly Advanced[]> {
  const { task, level } = run
  const answers = new Map<Advance, Advanced>()
  const open = requests.filter(({ prefix }) => !hasEnded(task, level, problem, prefix))
  for (const request of requests)
    if (!open.includes(request)) answers.set(request, { tokens: request.prefix, logp: [] })
  const longest = (request: Advance) => Math.min(level.maxResponse, request.prefix.length + tokens)
  for (const width of new Set(open.map(longest))) {
    const together = open.filter(request => longest(request) === width)
    const sampled = await drawTo(run, frame, problem, together, width)
    for (const [at, request] of together.entries()) {
      const row: SampledRow = { sampled, at }
      const said = tokensOf(row)
      const first = sampled.tokenStart[at]! + request.prefix.length
      const logp = Array.from(sampled.logp.subarray(first, sampled.tokenStart[at + 1]))
      answers.set(request, { tokens: answered(run, problem, said), logp })
    }
  }
  return requests.map(request => answers.get(request)!)
}

function drawTo(run: Run, frame: Frame, problem: Problem, requests: readonly Advance[], width: number) {
  const { policy, params, task, seed } = run
  const asks = requests.map(({ prefix, rollout }) => ({ problem, rollout, forced: prefix }))
  return policy.sample({
    rows: asks,
    uniforms: noise(seed, [purpose.sample, frame.iteration], asks, width),
    maxResponse: width,
    stop: stopTokens(task),
    temperature: params.temperature,
    topK: params.topK,
    topP: params.topP,
    reportTop: 0,
  })
}
