/**
 * What the golden files are about that wait for their method. A file that a `*.golden.ts` names runs, and its line here must go:
 * the ledger fails on stale ones.
 */
export const about: Readonly<Record<string, string>> = {
  'objective/latentseek-reward':
    'a slot for search at inference time: LatentSeek moves hidden states and trains nothing',
  'objective/training-free-grpo-experience':
    'a policy that reads experiences in its prompt: Training-Free GRPO edits their list and trains nothing',
  'trainers/echo': 'turns with words of the world',
  'trainers/replay-buffer':
    'an archive of responses: groups without spread are replaced by earlier ones, and an iteration here trains only on what it sampled',
  'trainers/tpo': 'pairs of preferences',
}
