/** Which field of an unknown log is what: guessed from names, corrected by a person, remembered by the shape of the rows. */

export const logRoles = {
  prompt: {
    words: 'the question, as text or messages',
    names: ['prompt', 'question', 'input', 'query', 'problem', 'instruction', 'messages'],
  },
  response: {
    words: 'the answer that was sampled',
    names: ['response', 'completion', 'output', 'answer', 'generation', 'text', 'solution', 'output_text'],
  },
  reward: {
    words: 'what the answer was given',
    names: ['reward', 'rewards', 'score', 'scores', 'total_reward', 'return', 'correct', 'accuracy'],
  },
  group: {
    words: 'equal for answers to one question',
    names: [
      'group',
      'group_id',
      'group_idx',
      'group_index',
      'prompt_id',
      'prompt_idx',
      'uid',
      'problem_id',
      'question_id',
      'task_id',
    ],
  },
  iteration: { words: 'the step of the training', names: ['step', 'iteration', 'global_step', 'train_step', 'epoch'] },
  advantage: { words: 'what the trainer made of the reward', names: ['advantage', 'advantages'] },
  tokens: { words: 'the tokens of the answer, as texts', names: ['tokens', 'response_tokens', 'token_strings'] },
  tokenIds: {
    words: 'the tokens of the answer, as numbers',
    names: ['token_ids', 'response_ids', 'completion_ids', 'ids', 'response_token_ids'],
  },
  samplerLogp: {
    words: 'log-probabilities with which the tokens were drawn',
    names: ['logprobs', 'sampler_logprobs', 'rollout_log_probs', 'inference_logprobs', 'generation_logprobs', 'logps'],
  },
  oldLogp: {
    words: 'log-probabilities at the start of the update',
    names: ['old_logprobs', 'old_log_probs', 'prev_logprobs', 'log_probs', 'old_per_token_logps'],
  },
  refLogp: {
    words: 'log-probabilities under the reference policy',
    names: ['ref_logprobs', 'ref_log_probs', 'ref_log_prob', 'ref_per_token_logps'],
  },
  mask: {
    words: '1 where the policy wrote the token',
    names: ['mask', 'loss_mask', 'response_mask', 'completion_mask'],
  },
  answer: {
    words: 'what the verifier read in the response',
    names: ['pred', 'prediction', 'extracted_answer', 'parsed_answer'],
  },
} as const satisfies Record<string, { readonly words: string; readonly names: readonly string[] }>

export type LogRole = keyof typeof logRoles
export const logRoleIds = Object.keys(logRoles) as readonly LogRole[]

/** Field by role. */
export type Mapping = Readonly<Partial<Record<LogRole, string>>>

/** Each role goes to the field whose name comes first in its list, spelling apart; a field has one role. */
export function guessMapping(fields: readonly string[]): Mapping {
  const taken = new Set<string>()
  const found = logRoleIds.flatMap(role => {
    const names: readonly string[] = logRoles[role].names
    const field = names.map(name => fields.find(one => plain(one) === plain(name) && !taken.has(one))).find(Boolean)
    if (field === undefined) return []
    taken.add(field)
    return [[role, field]]
  })
  return Object.fromEntries(found)
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Whether rows mapped so are rollouts: there is something to learn from, and something that got it. */
export const isUsable = (mapping: Mapping): boolean =>
  mapping.reward !== undefined &&
  [mapping.response, mapping.tokens, mapping.tokenIds, mapping.prompt, mapping.group].some(Boolean)

/** Rows with the same fields are mapped alike: what a mapping is remembered by. */
export const shapeOf = (fields: readonly string[]): string => [...fields].sort().join('\n')
