/** Everything that tokens can be coloured by: a closed list. Each signal says what it needs, means and how it is computed. */
import { type Batch, type Explain, hasColumn, spread } from '../../core/batch.ts'
import { type Column, columns, type SignalFamily, signalFamilies, specOf } from '../../core/columns.ts'
import { rewardToGo, tokenRewards } from '../../core/episode.ts'
import {
  clipSides,
  k3,
  kl,
  masked,
  overTokens,
  perToken,
  pull,
  ratios,
  read,
  type SignalSource,
  tdError,
} from './signalValues.ts'

export type { SignalSource }
export { signalFamilies }

export interface Signal {
  readonly id: string
  readonly label: string
  readonly family: SignalFamily
  readonly unit: '' | 'nats' | 'share'
  /** Signed signals diverge from `centre` in two hues; the others run from 0 in one. */
  readonly signed: boolean
  readonly centre: number
  readonly needs: readonly Column[]
  /** Offered only where the batch has what it needs; the others stay listed. */
  readonly rare?: true
  /** How it is computed, in the words of the glossary. */
  readonly formula: string
  /** What to expect, in one line. */
  readonly note: string
  /** [T]; NaN where the signal says nothing. */
  readonly values: (source: SignalSource) => Float32Array
}

/** Columns that can be made from others when a log or a phase has not written them. */
const made: Partial<Record<Column, readonly Column[]>> = { ratio: ['logp', 'oldLogp'] }

const present = (batch: Batch, column: Column): boolean =>
  hasColumn(batch, column) || (made[column]?.every(source => hasColumn(batch, source)) ?? false)

/** Columns that keep this signal from being shown; empty when it can be. */
export const lacking = (signal: Signal, batch: Batch): Column[] => signal.needs.filter(need => !present(batch, need))

type Draft = Omit<Signal, 'centre' | 'unit' | 'signed'> & Partial<Signal>
const signal = (draft: Draft): Signal => ({ unit: '', signed: true, centre: 0, ...draft })

/** What the row of a column says of its signal. */
function column(id: Column): Signal {
  const { signal: shown, words, kind, unit, extent } = specOf(id)
  const { label = id, family = 'Inside the method', note = '', formula = words, rare } = shown ?? {}
  const measured = kind === 'logp' || unit === 'nats' ? 'nats' : kind === 'share' ? 'share' : ''
  return signal({
    id,
    label,
    family,
    note,
    formula,
    needs: [id],
    unit: measured,
    signed: kind === 'signed',
    ...(rare && { rare }),
    values: ({ batch }) => overTokens(batch, extent, read(batch, id)),
  })
}

/** The credit first: it is drawn where the wanted signal cannot be. */
const shownColumns: readonly Column[] = [
  'credit',
  ...columns.filter(id => id !== 'credit' && specOf(id).signal !== undefined),
]

export const signals: readonly Signal[] = [
  ...shownColumns.map(column),
  signal({
    id: 'advantage',
    label: 'Advantage',
    family: 'What the method gives',
    needs: ['advantage'],
    formula: 'one number per response, on each of its tokens',
    note: 'The same along a response; it changes only between siblings.',
    values: ({ batch }) => masked(batch, spread(batch, read(batch, 'advantage'))),
  }),
  signal({
    id: 'reward-to-go',
    label: 'Reward to go',
    family: 'What the method gives',
    needs: [],
    formula: 'sum of the rewards from this token on',
    note: 'Equals the reward everywhere when it is paid at the end.',
    values: ({ batch }) => masked(batch, rewardToGo(batch, tokenRewards(batch), 1)),
  }),
  signal({
    id: 'token-reward',
    label: 'Reward at the token',
    family: 'What the method gives',
    needs: [],
    formula: 'tokenReward, or the whole reward at the last token',
    note: 'With outcome rewards only the last token is coloured.',
    values: ({ batch }) => masked(batch, tokenRewards(batch)),
  }),
  signal({
    id: 'td-error',
    label: 'TD error',
    family: 'What the method gives',
    needs: ['oldValue'],
    formula: 'reward + γ · V(next) − V',
    note: 'The surprise of the critic: near 0 almost everywhere once it has learned.',
    values: tdError,
  }),
  signal({
    id: 'pull',
    label: 'Gradient weight',
    family: 'What the update does',
    needs: ['credit', 'ratio'],
    formula: 'credit · ratio · weight in the average; 0 where clipped',
    note: 'The factor in front of ∇ log π of this token under a clipped objective.',
    values: pull,
  }),
  signal({
    id: 'ratio',
    label: 'Ratio',
    family: 'What the update does',
    centre: 1,
    needs: ['ratio'],
    formula: 'exp(logp − oldLogp)',
    note: '1 at the first update; leaves 1 as the update proceeds.',
    values: ({ batch }) => masked(batch, ratios(batch)),
  }),
  signal({
    id: 'log-ratio',
    label: 'Log-ratio',
    family: 'What the update does',
    unit: 'nats',
    needs: ['logp', 'oldLogp'],
    formula: 'logp − oldLogp',
    note: 'Positive where the update made the token likelier; should follow the sign of the credit.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'logp')[t]! - read(batch, 'oldLogp')[t]!),
  }),
  signal({
    id: 'clipped',
    label: 'Clipped',
    family: 'What the update does',
    needs: ['clipped', 'ratio'],
    formula: '+1 above the upper clip, −1 below the lower',
    note: 'These tokens give no gradient any more. None at the first update.',
    values: ({ batch }) => clipSides(batch),
  }),
  ...(
    [
      ['k1', '−x', 'Unbiased but noisy; single tokens can be negative.', true, (x: number) => -x],
      ['k2', 'x² / 2', 'Biased, small variance; its gradient is that of the KL.', false, (x: number) => (x * x) / 2],
      ['k3', 'exp(x) − x − 1', 'Unbiased and never negative; explodes when the reference is far likelier.', false, k3],
    ] as const
  ).map(([name, formula, note, isSigned, estimate]) =>
    signal({
      id: `kl-${name}`,
      label: `KL to reference, ${name}`,
      family: 'What the update does',
      unit: 'nats',
      signed: isSigned,
      needs: ['refLogp', 'oldLogp'],
      formula: `${formula} with x = refLogp − logp`,
      note,
      values: ({ batch }) => kl(batch, estimate),
    }),
  ),
  signal({
    id: 'sampler-gap',
    label: 'Sampler mismatch',
    family: 'What the update does',
    unit: 'nats',
    needs: ['oldLogp', 'samplerLogp'],
    formula: 'oldLogp − samplerLogp',
    note: '0 where the sampler is the policy; below 0 where top-k or top-p cut what it drew from, either way where it lags.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'oldLogp')[t]! - read(batch, 'samplerLogp')[t]!),
  }),
  signal({
    id: 'credit-error',
    label: 'Credit − exact',
    family: 'Truth',
    needs: ['credit', 'exactAdvantage'],
    formula: 'credit − exact advantage',
    note: 'Blue: credited too much; orange: too little. Uniform credit errs on every filler token.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'credit')[t]! - read(batch, 'exactAdvantage')[t]!),
  }),
]

const perThing = { token: 'token', rollout: 'response', turn: 'turn', group: 'group' } as const

/** Diagnostics of the method that have one value per token or per thing that owns tokens, named `explain:<column>`. */
export const explainSignals = (explain: Explain): Signal[] =>
  Object.entries(explain).flatMap(([name, { extent, values, label = name, unit, signed = true }]) =>
    extent === 'next'
      ? []
      : [
          signal({
            id: `explain:${name}`,
            label,
            ...(unit && { unit }),
            signed,
            family: 'Inside the method',
            needs: [],
            formula: `${name}, as the method reports it`,
            note: `One value per ${perThing[extent]}.`,
            values: ({ batch }) => overTokens(batch, extent, values),
          }),
        ],
  )

/** The signal to draw: the wanted one where its columns are present, else the first that can be drawn. */
export function signalToDraw(id: string, batch: Batch, explain: Explain = {}): Signal {
  const known = [...signals, ...explainSignals(explain)]
  const possible = known.filter(candidate => lacking(candidate, batch).length === 0)
  return possible.find(candidate => candidate.id === id) ?? possible[0] ?? signals[0]!
}

interface Computed {
  readonly key: string
  readonly explain: Explain
  readonly values: Float32Array
}
const valuesCache = new WeakMap<Batch, Map<string, Computed>>()

/** The signal's column; computed anew when anything that it may read has changed. */
export function signalValues(chosen: Signal, source: SignalSource): Float32Array {
  const { batch, explain, params, settings } = source
  const known = valuesCache.get(batch) ?? new Map<string, Computed>()
  valuesCache.set(batch, known)
  const key = JSON.stringify([params, settings])
  const found = known.get(chosen.id)
  if (found?.key === key && found.explain === explain) return found.values
  const values = chosen.values(source)
  known.set(chosen.id, { key, explain, values })
  return values
}
