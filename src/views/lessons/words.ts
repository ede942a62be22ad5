/** The words of the field that lessons and the page use, each in a sentence, with where it is seen. */
export interface Word {
  readonly id: string
  readonly word: string
  readonly text: string
  /** Where it is seen: a lesson, or a tab of the playground. */
  readonly lesson?: string
  readonly tab?: string
}

export const words: readonly Word[] = [
  {
    id: 'policy',
    word: 'policy',
    text: 'What is trained: for every beginning of a response, how likely each next token is.',
    lesson: 'frozen',
    tab: 'rollout',
  },
  {
    id: 'rollout',
    word: 'rollout',
    text: 'One response of the policy to a problem, token by token ("response" on screen).',
    lesson: 'frozen',
    tab: 'rollout',
  },
  {
    id: 'verifier',
    word: 'verifier',
    text: 'What looks at a finished response and says what it is worth.',
    lesson: 'frozen',
    tab: 'rollout',
  },
  { id: 'reward', word: 'reward', text: 'The number that a response is paid.', lesson: 'frozen', tab: 'groups' },
  {
    id: 'seed',
    word: 'seed',
    text: 'What decides all luck of a run: the same seed gives the same run, bit for bit.',
    lesson: 'frozen',
  },
  {
    id: 'group',
    word: 'group',
    text: 'The responses to one and the same problem.',
    lesson: 'group-advantage',
    tab: 'groups',
  },
  {
    id: 'sibling',
    word: 'sibling',
    text: 'Another response of the same group.',
    lesson: 'group-advantage',
    tab: 'groups',
  },
  {
    id: 'baseline',
    word: 'baseline',
    text: 'What is subtracted from a reward before it pushes: it takes away noise and leaves the mean of the gradient.',
    lesson: 'reinforce-baseline',
    tab: 'update',
  },
  {
    id: 'advantage',
    word: 'advantage',
    text: 'How much better a response is than expected: the sign and the size of its push.',
    lesson: 'group-advantage',
    tab: 'groups',
  },
  {
    id: 'credit',
    word: 'credit',
    text: 'The advantage handed out to single tokens: equally, or to those that decided.',
    lesson: 'token-credit',
    tab: 'credit',
  },
  {
    id: 'no-signal',
    word: 'no signal',
    text: 'Said of a group whose siblings all got the same reward: nobody has an advantage, nothing is learned.',
    lesson: 'zero-signal',
    tab: 'groups',
  },
  {
    id: 'ratio',
    word: 'ratio',
    text: 'Probability of a token now over its probability when the update began.',
    lesson: 'ratio-clip',
    tab: 'update',
  },
  {
    id: 'clip',
    word: 'clip',
    text: 'The bound beyond which a token that has moved far enough loses its gradient.',
    lesson: 'ratio-clip',
    tab: 'update',
  },
  {
    id: 'entropy',
    word: 'entropy',
    text: 'How undecided the policy is at a token, in nats: 0 is certain.',
    lesson: 'entropy',
    tab: 'rollout',
  },
  {
    id: 'nats',
    word: 'nats',
    text: 'The unit of logarithms to base e; one nat is a factor of 2.72 in probability.',
    lesson: 'entropy',
  },
  {
    id: 'kl',
    word: 'KL to reference',
    text: 'How far the policy has moved away from where it began, in nats per token.',
    lesson: 'kl',
    tab: 'credit',
  },
  {
    id: 'k3',
    word: 'k3',
    text: 'An estimate of the KL from sampled tokens that is never negative.',
    lesson: 'kl',
    tab: 'credit',
  },
  { id: 'pass-at-k', word: 'pass@k', text: 'How often at least one of k responses is right.', lesson: 'praise-blame' },
  {
    id: 'token-mean',
    word: 'token-mean',
    text: 'An average in which every token of the batch counts alike; others count responses first.',
    lesson: 'length-bias',
    tab: 'credit',
  },
  {
    id: 'warm',
    word: 'warm start',
    text: 'Weights that were trained a little beforehand, so that some responses are right from the beginning.',
    lesson: 'frozen',
  },
  {
    id: 'phases',
    word: 'choose, sample, reward, keep, advantage, credit, update, probe',
    text: 'The phases of an iteration: problems are chosen, answered, paid, sorted out, compared, credited, learned from, and the policy is examined.',
    lesson: 'group-advantage',
  },
  { id: 'stale', word: 'stale', text: 'Said of responses that an older policy has drawn.', lesson: 'stale' },
  {
    id: 'inner-epoch',
    word: 'inner epoch, pass',
    text: 'One round of updates over the same batch.',
    lesson: 'ratio-clip',
    tab: 'update',
  },
]

const byId = new Map(words.map(word => [word.id, word]))
export const wordOf = (id: string): Word | undefined => byId.get(id)
