/** What is known where every response can be listed. */
import { notListed, notListedWhole } from '../world.ts'
import { preferenceParams } from './params.ts'
import type { ColumnSpec } from './spec.ts'

export const truthColumns = {
  exactAdvantage: {
    extent: 'token',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListed,
    words: 'the exact advantage of every token: tasks small enough to enumerate',
    signal: {
      label: 'Exact advantage',
      family: 'Truth',
      formula: 'Q(prefix, token) − V(prefix)',
      note: 'What perfect credit would be: 0 on every token that decides nothing.',
    },
  },
  prefixValue: {
    extent: 'token',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListed,
    words: 'the value of every prefix, exact or sampled',
    signal: {
      label: 'Exact value',
      family: 'Truth',
      formula: 'V(prefix) under the sampling policy',
      note: 'The chance of success (times its reward) before this token.',
    },
  },
  softAdvantage: {
    extent: 'token',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListedWhole,
    params: preferenceParams,
    words: 'the advantage of every token for the best policy at a price of KL: tasks small enough to enumerate',
    signal: {
      label: 'Soft advantage',
      family: 'Truth',
      formula: 'soft Q − soft V at a price of KL to the reference',
      note: 'Credit for the best policy that stays near the reference.',
      rare: true,
    },
  },
  dpoLogits: {
    extent: 'next',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListedWhole,
    params: preferenceParams,
    words: 'the logits of a policy that was trained on preferences: tasks small enough to enumerate',
  },
  reverseLogits: {
    extent: 'next',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListedWhole,
    params: preferenceParams,
    words: 'the logits of a policy that was trained on the opposite preferences',
  },
  uniformQ: {
    extent: 'next',
    at: 'draw',
    oracle: true,
    kind: 'signed',
    cost: 'watched',
    lacks: notListed,
    words: 'how often babbling at random succeeds after each next token: tasks small enough to enumerate',
  },
} as const satisfies Record<string, ColumnSpec>
