import type { Batch } from '../../core/batch.ts'
import type { Log } from '../../core/log.ts'
import { resolveMethod } from '../../methods/index.ts'
import { defineCheck } from '../finding.ts'
import { counted, digits, percent, rowOf, rowWords } from '../words.ts'

/** What a method's parameter is by default. */
const set = (method: string, name: string): number => Number(resolveMethod(method).specs[name]?.default)

/** The largest product of ratios that TRL's sequence mask keeps. */
const sequenceCap = 3

/** Counts over all generated tokens whose probability both sampler and trainer recorded. */
interface Tally {
  tokens: number
  /** Sums over tokens of |log-ratio| and of the k3 estimate of KL. */
  size: number
  kl: number
  readonly hit: { tis: number; icepop: number; dppo: number; sequence: number }
  worst: { readonly batch: number; readonly rollout: number; readonly at: number; readonly log: number } | undefined
}

/** Bounds of the rules, each by its method's defaults. */
const boundsOf = () => ({
  cap: set('tis', 'samplerCap'),
  floor: set('icepop', 'samplerFloor'),
  ceiling: set('icepop', 'samplerCap'),
  gain: set('dppo-tv', 'gainLimit'),
  loss: set('dppo-tv', 'lossLimit'),
})
type Bounds = ReturnType<typeof boundsOf>

function tallyRollout(tally: Tally, batch: Batch, k: number, i: number, bounds: Bounds): void {
  const { oldLogp, samplerLogp, mask, tokenStart } = batch
  let [total, count] = [0, 0]
  for (let t = tokenStart[i]!; t < tokenStart[i + 1]!; t++) {
    const [own, drawn] = [oldLogp![t]!, samplerLogp![t]!]
    const log = own - drawn
    if (mask?.[t] === 0 || !Number.isFinite(log)) continue
    const ratio = Math.exp(log)
    const moved = Math.exp(own) - Math.exp(drawn)
    const praised = (batch.credit?.[t] ?? batch.advantage?.[i] ?? 0) > 0
    total += log
    count++
    tally.size += Math.abs(log)
    tally.kl += ratio - 1 - log
    if (ratio > bounds.cap) tally.hit.tis++
    if (ratio < bounds.floor || ratio > bounds.ceiling) tally.hit.icepop++
    if (praised ? moved > bounds.gain : moved < -bounds.loss) tally.hit.dppo++
    if (Math.abs(log) > Math.abs(tally.worst?.log ?? 0))
      tally.worst = { batch: k, rollout: i, at: t - tokenStart[i]!, log }
  }
  tally.tokens += count
  if (Math.exp(total) > sequenceCap) tally.hit.sequence += count
}

function tallyOf(log: Log, bounds: Bounds): Tally {
  const hit = { tis: 0, icepop: 0, dppo: 0, sequence: 0 }
  const tally: Tally = { tokens: 0, size: 0, kl: 0, hit, worst: undefined }
  log.batches.forEach(({ batch }, k) => {
    if (!batch.oldLogp || !batch.samplerLogp) return
    for (let i = 0; i < batch.rollouts; i++) tallyRollout(tally, batch, k, i, bounds)
  })
  return tally
}

/** Dropping more tokens than this changes what is learned. */
const many = 0.25

export default defineCheck({
  id: 'sampler-mismatch',
  asks: 'Do sampler and trainer agree?',
  find: ({ log }) => {
    const bounds = boundsOf()
    const { tokens, size, kl, hit, worst } = tallyOf(log, bounds)
    if (!worst) return []
    const row = rowOf(log, worst.batch, worst.rollout)
    const share = Math.max(...Object.values(hit)) / tokens
    const said = [
      `TIS caps weights above ${bounds.cap}: ${hit.tis} (${percent(hit.tis / tokens)})`,
      `IcePop drops weights outside ${bounds.floor} to ${bounds.ceiling}: ${hit.icepop} (${percent(hit.icepop / tokens)})`,
      `DPPO drops moves beyond ${bounds.gain} of probability: ${hit.dppo} (${percent(hit.dppo / tokens)})`,
      `the sequence mask drops responses whose ratio is above ${sequenceCap}: ${hit.sequence} (${percent(hit.sequence / tokens)})`,
    ]
    return [
      {
        severity: share > many ? 'warning' : 'note',
        title: 'Sampler and trainer differ',
        text: `Over ${counted(tokens, 'token')} the log-probabilities differ by ${digits(size / tokens)} on average (KL ${digits(kl / tokens)}); the largest gap is at token ${worst.at + 1} of ${rowWords([row])}: the trainer finds it ${digits(Math.exp(worst.log))} times as likely as the sampler did. Of the tokens, ${said.join('; ')}.`,
        cure:
          share > many
            ? 'Find the cause first (precision, stale weights, another chat template, top-p); then weigh or mask.'
            : 'Small gaps are usual between inference engine and trainer; a truncated weight (TIS) is enough.',
        rows: [row],
      },
    ]
  },
})
