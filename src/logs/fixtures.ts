/** What writers of logs write, as small as they can make it. */

export const jsonl = (...lines: readonly object[]): string => lines.map(line => JSON.stringify(line)).join('\n')

export const verl = (input: string, score: number | null, more: object = {}) => ({
  input,
  output: 'x',
  gts: 'x',
  score,
  step: 3,
  ...more,
})

/** Two rollouts of one group for every format, as small as its writer can make them. */
export const samples: Readonly<Record<string, string>> = {
  atropos: jsonl({
    tokens: [
      [1, 2, 3],
      [1, 4],
    ],
    masks: [
      [-100, 2, 3],
      [-100, 4],
    ],
    scores: [1, 0],
    advantages: [
      [0.5, 0.5, 0.5],
      [-0.5, -0.5],
    ],
    inference_logprobs: [
      [1, -1, -2],
      [1, -3],
    ],
  }),
  episodes: jsonl(
    ...[1, 0].map(score => ({
      task: { key: 'k', data: { prompt: 'q' } },
      traces: [
        {
          nodes: [
            { message: { role: 'user', content: 'q' }, sampled: false, token_ids: [], mask: [] },
            {
              parent: 0,
              message: { role: 'assistant', content: 'a' },
              sampled: true,
              token_ids: [5],
              mask: [true],
              logprobs: [-1],
              advantages: [score - 0.5],
            },
          ],
          rewards: { right: { score, weight: 1 } },
        },
      ],
    })),
  ),
  exchange: jsonl({ group: 1, reward: 1 }, { group: 1, reward: 0 }),
  inspect: JSON.stringify({
    eval: {},
    samples: ['C', 'I'].map((value, epoch) => ({
      ...{ id: 1, epoch, input: 'q', scores: { includes: { value } } },
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: 'a' },
      ],
    })),
  }),
  'ms-swift':
    '{"step": ["1", "1"], "prompt": ["q", "q"], "completion": ["a", "b"], "Right": [1.0, 0.0], "Short": [NaN, NaN], "advantages": [0.5, -0.5]}',
  'nemo-rl': jsonl(
    ...[1, 0].map(reward => ({
      ...{ content: ['q a'], rewards: [reward], input_lengths: [3], idx: 0 },
      ...{ token_ids: [[1, 2, 3, 0]], token_loss_mask: [[0, 1, 1, 0]], advantages: [[0, reward, reward, 0]] },
      ...{ generation_logprobs: [[0, -1, -2, 0]], prev_logprobs: [[0, -1, -2, 0]] },
    })),
  ),
  'open-instruct': jsonl(
    ...[1, 0].map(reward => ({
      ...{ step: 1, prompt_idx: 0, prompt_tokens: [1], response_tokens: [2, 3], reward, advantage: reward - 0.5 },
      ...{ finish_reason: 'length', logprobs: [-1, -2] },
    })),
  ),
  'prime-tokens': jsonl(
    ...[1, -1].map(advantage => ({
      ...{ step: 1, token_ids: [1, 2], loss_mask: [false, true], advantages: [0, advantage] },
      ...{ inference_logprobs: [0, -1], trainer_logprobs: [0, -1.1], entropy: [0, 0.5] },
    })),
  ),
  'rl-logging-board': jsonl(
    ...[1, 0].map(reward => ({
      ...{ prompt: 'q', response: 'a b', response_tokens: ['a', ' b'], logprobs: [-1, -2], ref_logprobs: [-1, -2] },
      ...{ values: [0, 0], token_rewards: [0, reward], reward, step: 1 },
    })),
  ),
  rllm: JSON.stringify({
    ...{ id: 't:0', task: { id: 't', instruction: 'q' }, is_correct: true },
    trajectories: [1, 0].map(reward => ({
      reward,
      name: 'solver',
      steps: [{ response_ids: [1, 2], logprobs: [-1, -2], advantage: reward - 0.5, reward }],
    })),
  }),
  roll: jsonl({
    id: ['a', 'a'],
    prompt: ['q', 'q'],
    messages: ['[]', '[]'],
    responses: ['x', 'y'],
    scores: [1, 0],
    global_step: [0, 0],
  }),
  skyrl: jsonl(...[1, 0].map(score => ({ input_prompt: 'q', output_response: 'a', score, stop_reason: 'stop' }))),
  slime: jsonl(
    ...[1, 0].map(reward => ({
      ...{ group_index: 4, prompt: 'q', tokens: [1, 2, 3], response: 'a', response_length: 2, reward, rollout_id: 7 },
      ...{ loss_mask: [1, 1], rollout_log_probs: [-1, -2], status: 'truncated' },
    })),
  ),
  tinker: jsonl(
    ...[1, 0].map((total_reward, traj_idx) => ({
      schema_version: 1,
      split: 'train',
      iteration: 2,
      group_idx: 0,
      traj_idx,
      total_reward,
      steps: [],
    })),
  ),
  trl: jsonl(...[1, 0].map(right => ({ step: 1, prompt: 'q', completion: 'a', right, advantage: right - 0.5 }))),
  unipo: JSON.stringify({
    header: { step: 2 },
    entries: [1, 0].map(reward => ({
      ...{ prompt: 'q', ids: [1, 2], strings: ['a', 'b'], log_probs: [-1, -1], old_log_probs: [-1, -1] },
      ...{
        ref_log_probs: [-1, -1],
        values: [0, 0],
        advantages: [reward, reward],
        returns: [0, 0],
        rewards: [0, reward],
      },
    })),
  }),
  verl: jsonl(verl('q', 1), verl('q', 0)),
}
