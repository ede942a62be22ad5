/**
 * What the golden files are about that wait for their method. A file that a `*.golden.ts` names runs, and its line here must go:
 * the ledger fails on stale ones.
 */
export const about: Readonly<Record<string, string>> = {
  'core/rover-tabular': 'exact values on trees (lesson on ROVER)',
  'credit/arpo': 'method arpo',
  'credit/calm': 'reward shaping by subgoals',
  'credit/empg': 'method empg',
  'credit/epo': 'method epo',
  'credit/gigpo': 'method gigpo',
  'credit/igpo': 'method igpo',
  'credit/lare': 'latent reward decomposition',
  'credit/score': 'method score',
  'credit/spa-rl': 'method spa-rl',
  'credit/supo': 'method supo',
  'objective/latentseek-reward': 'method latentseek',
  'objective/training-free-grpo-experience': 'method training-free-grpo',
}
