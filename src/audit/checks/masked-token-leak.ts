import { tokenCount } from '../../core/batch.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf, type LogGroup } from '../groups.ts'
import { rowsBy } from '../rules/observed.ts'
import { counted, quoted, rowOf, rowWords } from '../words.ts'

/** How many trained tokens at the beginning have a log-probability of exactly 0: nobody drew them. */
function silentStart({ in: { batch } }: LogGroup, i: number): number {
  const { samplerLogp, mask, tokenStart } = batch
  if (!samplerLogp) return 0
  let silent = 0
  for (let t = tokenStart[i]!; t < tokenStart[i + 1]!; t++) {
    if (mask?.[t] === 0) continue
    if (samplerLogp[t] !== 0) return silent
    silent++
  }
  // A response that is certain throughout is not a prompt.
  return 0
}

/** Fewer may be certain by chance, as after rounding. */
const fewest = 3

type Told = Omit<Finding, 'id'>
interface Leak {
  readonly group: LogGroup
  readonly rollout: number
  readonly tokens: number
}

const silent = (group: LogGroup): Leak[] => {
  const starts = group.members.map(i => silentStart(group, i))
  const usual = Math.min(...starts)
  return starts.flatMap((tokens, k) =>
    tokens >= Math.max(fewest, usual + fewest) ? [{ group, rollout: group.members[k]!, tokens }] : [],
  )
}

/**
 * Ids of the tokens before the response begin as the siblings' do, but end too early: the rest of the prompt is trained.
 */
function shortPrompts(group: LogGroup): Leak[] {
  const keys = group.rollouts.map(({ promptKey }) => promptKey)
  const [usual] = [...rowsBy(keys)].sort((a, b) => b[1].length - a[1].length)[0] ?? []
  if (usual === undefined || !/^\d+( \d+)+$/.test(usual)) return []
  const ids = usual.split(' ')
  return keys.flatMap((key, k) => {
    const isShort = key !== undefined && key !== usual && (key === '' || usual.startsWith(`${key} `))
    const rest = isShort ? ids.slice(key === '' ? 0 : key.split(' ').length) : []
    const leaks = rest.length > 0 && beginsWith(group, group.members[k]!, rest)
    return leaks ? [{ group, rollout: group.members[k]!, tokens: rest.length }] : []
  })
}

const beginsWith = ({ in: { batch } }: LogGroup, i: number, ids: readonly string[]): boolean =>
  ids.every((id, t) => String(batch.token[batch.tokenStart[i]! + t]) === id)

/** Texts of responses that begin with the prompt which they answer, where those of siblings do not. */
function echoed(group: LogGroup): Leak[] {
  const starts = group.rollouts.map(({ prompt, response }) =>
    Boolean(prompt && prompt.length > 8 && response?.startsWith(prompt)),
  )
  if (starts.every(Boolean)) return []
  return starts.flatMap((isEcho, k) => (isEcho ? [{ group, rollout: group.members[k]!, tokens: 0 }] : []))
}

export default defineCheck({
  id: 'masked-token-leak',
  asks: 'Are tokens trained that the policy did not write?',
  find: ({ log }): Told[] => {
    const leaks = groupsOf(log).flatMap(group => {
      const found = [...shortPrompts(group), ...silent(group), ...echoed(group)]
      return group.members.flatMap(i => found.find(({ rollout }) => rollout === i) ?? [])
    })
    if (leaks.length === 0) return []
    const rows = leaks.map(({ group, rollout }) => rowOf(log, group.batch, rollout))
    const [first] = leaks
    const { group, rollout, tokens } = first!
    const much = tokens > 0 ? `${counted(tokens, 'token')} of ${tokenCount(group.in.batch, rollout)}` : 'its beginning'
    const prompt = group.rollouts.find(one => one.prompt)?.prompt
    return [
      {
        severity: 'fault',
        title: 'The prompt is trained on',
        text: `In ${counted(rows.length, 'response')} of ${groupsOf(log).reduce((total, one) => total + one.members.length, 0)} (${rowWords(rows)}) the loss mask covers tokens of the prompt${prompt ? ` ${quoted(prompt, 40)}` : ''}: in ${rowWords(rows.slice(0, 1))} ${much}. Nobody drew these tokens${tokens > 0 && silentStart(group, rollout) > 0 ? ': their log-probabilities are exactly 0' : ''}; their siblings leave them out.`,
        cure: 'Mask everything that the policy did not generate; look at how prompt and response are joined for these rows.',
        rows,
      },
    ]
  },
})
