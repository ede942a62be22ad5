/** Verdicts on whole responses. */
import { noJudge, notTold, oneAnswer } from '../world.ts'
import { answerParams } from './params.ts'
import type { ColumnSpec } from './spec.ts'

export const responseColumns = {
  correct: { extent: 'rollout', at: 'draw', kind: 'flag', words: 'whether the verifier accepts each answer' },
  truncated: {
    extent: 'rollout',
    at: 'draw',
    kind: 'flag',
    words: 'whether a response was cut off by the length limit',
  },
  /** Not in runs: there the value head is asked before tokens only. */
  finalValue: {
    extent: 'rollout',
    at: 'log',
    kind: 'signed',
    gaps: 'the response ended by itself',
    words: 'a value head: the return that it predicted after the last token of a response that was cut off',
  },
  /** Relative to the run's: 1 unless a sampler chose another. */
  tempered: { extent: 'rollout', at: 'draw', kind: 'amount', words: 'at which temperature a response was drawn' },
  age: {
    extent: 'rollout',
    at: 'draw',
    kind: 'whole',
    words: 'how many iterations ago a response was drawn: 0 unless it was kept and is trained on again',
  },
  judgement: {
    extent: 'rollout',
    at: 'draw',
    kind: 'share',
    cost: 'watched',
    lacks: noJudge,
    words: 'what a judge that can be fooled says of each response',
    signal: {
      label: 'Judgement',
      family: 'What judges say',
      note: 'Of the whole response, from 0 to 1: where it is high and the answer wrong, the judge was fooled.',
      rare: true,
    },
  },
  answerScore: {
    extent: 'rollout',
    at: 'draw',
    kind: 'signed',
    cost: 'needed',
    lacks: notTold,
    params: answerParams,
    words: 'how likely the right answer is to the policy after what each response thought',
    signal: {
      label: 'Chance of the right answer',
      family: 'What the policy thinks',
      note: 'In the place of the answer that the response gave; 0 where it gave none.',
      rare: true,
    },
  },
  /** Filled by a model that the method learns (core/models.ts). */
  progress: {
    extent: 'token',
    at: 'slot',
    kind: 'signed',
    cost: 'needed',
    words: 'what a model that is learned along the way thinks each token contributes to the reward',
    signal: {
      label: 'Learned progress',
      family: 'What judges say',
      note: 'Over a response these contributions add up to the reward that the model expects of it.',
      rare: true,
    },
  },
  modelReward: {
    extent: 'rollout',
    at: 'slot',
    kind: 'signed',
    cost: 'needed',
    words: 'what a reward model that is learned along the way thinks of each response',
    signal: {
      label: 'Learned reward',
      family: 'What judges say',
      note: 'Score of the reward model before it learns from these responses; only differences within a problem mean something.',
      rare: true,
    },
  },
  /** ReMax's baseline. */
  greedyReward: {
    extent: 'rollout',
    at: 'draw',
    kind: 'signed',
    cost: 'needed',
    words: 'the reward of the greedy response to the same problem',
  },
  wellFormed: {
    extent: 'rollout',
    at: 'draw',
    kind: 'flag',
    lacks: oneAnswer,
    words: 'whether a response keeps to the form that is asked for',
  },
  /** Below the group: a trainer may split what was sampled once into several samples, as at a compaction. */
  rollout: {
    extent: 'rollout',
    at: 'log',
    kind: 'key',
    words: 'which rollout of its group a sample is a part of; samples of one rollout count once in baseline and spread',
  },
  /** SDPO's: of those with a sibling that succeeded. */
  /** Equal numbers are one player or job. */
  role: { extent: 'rollout', at: 'log', kind: 'key', words: 'who speaks, where several roles share one policy' },
  proposal: {
    extent: 'rollout',
    at: 'log',
    kind: 'key',
    words: 'which of the proposed problems a response belongs to',
  },
  taught: { extent: 'rollout', at: 'slot', kind: 'flag', words: 'which responses a teacher with a hint marks' },
  similarity: { extent: 'rollout', at: 'log', kind: 'share', words: 'how alike the answer and a demonstration are' },
  aided: { extent: 'rollout', at: 'log', kind: 'flag', words: 'whether a response used an optional behaviour' },
} as const satisfies Record<string, ColumnSpec>
