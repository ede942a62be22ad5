import { type Batch, maskOf, rolloutOfToken } from '../../core/batch.ts'
import type { Log } from '../../core/log.ts'
import { resolveMethod } from '../../methods/index.ts'
import { defineCheck } from '../finding.ts'
import { counted, digits, percent, rowOf, rowWords } from '../words.ts'

/** A generated token whose probability both sampler and trainer recorded. */
interface Token {
  readonly batch: number
  readonly rollout: number
  /** Place in its response, from 0. */
  readonly at: number
  /** log of trainer over sampler. */
  readonly log: number
  /** Trainer's probability minus the sampler's. */
  readonly moved: number
  readonly credit: number
}

function tokensIn(batch: Batch, k: number): Token[] {
  const { oldLogp, samplerLogp, tokenStart } = batch
  if (!oldLogp || !samplerLogp) return []
  const [owner, mask] = [rolloutOfToken(batch), maskOf(batch)]
  const tokens: Token[] = []
  for (let t = 0; t < owner.length; t++) {
    const [own, drawn] = [oldLogp[t]!, samplerLogp[t]!]
    if (mask[t] === 0 || !Number.isFinite(own) || !Number.isFinite(drawn)) continue
    const rollout = owner[t]!
    const credit = batch.credit?.[t] ?? batch.advantage?.[rollout] ?? 0
    const moved = Math.exp(own) - Math.exp(drawn)
    tokens.push({ batch: k, rollout, at: t - tokenStart[rollout]!, log: own - drawn, moved, credit })
  }
  return tokens
}

/** What a method's parameter is by default. */
const set = (method: string, name: string): number => Number(resolveMethod(method).specs[name]?.default)

interface Verdicts {
  readonly rule: string
  readonly words: string
  readonly tokens: number
}

/** What trainers do about a gap, each by its defaults: how many tokens it would touch. */
function rulesOn(tokens: readonly Token[]): Verdicts[] {
  const sums = new Map<string, { total: number; count: number }>()
  const keyOf = ({ batch, rollout }: Token) => `${batch} ${rollout}`
  for (const token of tokens) {
    const { total, count } = sums.get(keyOf(token)) ?? { total: 0, count: 0 }
    sums.set(keyOf(token), { total: total + token.log, count: count + 1 })
  }
  const ratio = ({ log }: Token) => Math.exp(log)
  const count = (rule: string, words: string, touched: (token: Token) => boolean): Verdicts => ({
    rule,
    words,
    tokens: tokens.filter(touched).length,
  })
  const cap = set('tis', 'samplerCap')
  const [floor, ceiling] = [set('icepop', 'samplerFloor'), set('icepop', 'samplerCap')]
  const region = { high: set('dppo-tv', 'gainLimit'), low: set('dppo-tv', 'lossLimit') }
  const sequenceCap = 3
  return [
    count('TIS', `caps weights above ${cap}`, token => ratio(token) > cap),
    count(
      'IcePop',
      `drops weights outside ${floor} to ${ceiling}`,
      token => ratio(token) < floor || ratio(token) > ceiling,
    ),
    count('DPPO', `drops moves beyond ${region.high} of probability`, ({ moved, credit }) =>
      credit > 0 ? moved > region.high : moved < -region.low,
    ),
    count(
      'the sequence mask',
      `drops responses whose ratio is above ${sequenceCap}`,
      token => Math.exp(sums.get(keyOf(token))!.total) > sequenceCap,
    ),
  ]
}

/** Dropping more tokens than this changes what is learned. */
const many = 0.25

export default defineCheck({
  id: 'sampler-mismatch',
  asks: 'Do sampler and trainer agree?',
  find: ({ log }: { readonly log: Log }) => {
    const tokens = log.batches.flatMap(({ batch }, k) => tokensIn(batch, k))
    const worst = tokens.reduce<Token | undefined>(
      (a, b) => (a && Math.abs(a.log) >= Math.abs(b.log) ? a : b),
      undefined,
    )
    if (!worst || worst.log === 0) return []
    const size = tokens.reduce((total, one) => total + Math.abs(one.log), 0) / tokens.length
    const k3 = tokens.reduce((total, one) => total + Math.exp(one.log) - 1 - one.log, 0) / tokens.length
    const rules = rulesOn(tokens)
    const row = rowOf(log, worst.batch, worst.rollout)
    const share = Math.max(...rules.map(one => one.tokens)) / tokens.length
    const said = rules.map(
      ({ rule, words, tokens: hit }) => `${rule} ${words}: ${hit} (${percent(hit / tokens.length)})`,
    )
    return [
      {
        severity: share > many ? 'warning' : 'note',
        title: 'Sampler and trainer differ',
        text: `Over ${counted(tokens.length, 'token')} the log-probabilities differ by ${digits(size)} on average (KL ${digits(k3)}); the largest gap is at token ${worst.at + 1} of ${rowWords([row])}: the trainer finds it ${digits(Math.exp(worst.log))} times as likely as the sampler did. Of the tokens, ${said.join('; ')}.`,
        cure:
          share > many
            ? 'Find the cause first (precision, stale weights, another chat template, top-p); then weigh or mask.'
            : 'Small gaps are usual between inference engine and trainer; a truncated weight (TIS) is enough.',
        rows: [row],
      },
    ]
  },
})
