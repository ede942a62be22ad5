/** 597358816/AEPO ray_trainer.py (b353a05); the bandits are derived: expected update from tempered samples. */
import { withColumns } from '../../core/batch.ts'
import { entropy, softmax } from '../../core/math.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  number,
  padded,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { thermostat } from './aepo.math.ts'

/** Every response is a group of its own whose advantage is its reward. */
function mixed(rewards: readonly number[], tempered: readonly number[], width: number, own: Record<string, number>) {
  const mask = rewards.map(() => Array.from({ length: width }, () => 1))
  const batch = batchOf({ mask, group: rewards.map((_, i) => i), reward: rewards })
  const marked = withColumns(batch, { tempered: Float32Array.from(tempered) })
  const values = settings('aepo', 'none', { lone: 'raw', ...own })
  const got = estimate(resolveMethod('aepo'), values, marked, context)
  return { mask, used: [...got.explain.used!.values], credit: padded(marked, got.batch.credit, width) }
}

function selection({ inputs, params }: GoldenCase) {
  const [target, hot, cold] = [params.entropy_target, params.temperature_high, params.temperature_low].map(number)
  const temperature = thermostat(number(inputs.current_entropy), target!, hot!, cold!)
  const size = number(inputs.base_batch_size)
  const advantages = vector(inputs.advantages_of_tempered_samples)
  const base = Array.from({ length: size }, () => 0)
  const tempered = [...base.map(() => 1), ...advantages.map(() => temperature)]
  const got = mixed([...base, ...advantages], tempered, 2, {
    mixedMost: number(params.reinforce_sample_num),
    threshold: number(params.advantage_threshold),
  })
  const used = [...got.used.keys()].filter(i => got.used[i] === 1)
  const kept = used.filter(i => i < size)
  const rows = used.filter(i => i >= size)
  return {
    temperature,
    sample_num: rows.length,
    tempered_rows_used: rows.map(i => i - size),
    tempered_advantages: rows.map(i => got.credit[i]),
    base_rows_kept: [kept[0], kept.at(-1)],
  }
}

function bandit({ inputs, params }: GoldenCase) {
  const logits = vector(inputs.logits)
  const temperature = number(params.T)
  const [p, drawn] = [softmax(logits), softmax(logits.map(z => z / temperature))].map(values => Array.from(values))
  const once = vector(inputs.reward)
  // One response per arm, weighed by how often it is drawn. Of cold ones the first half is used: list them twice.
  const rewards = temperature < 1 ? [...once, ...once] : once
  const tempered = rewards.map(() => temperature)
  const { mask, credit } = mixed(rewards, tempered, 1, { mixedMost: rewards.length })
  const arms = { mask: mask.slice(0, once.length), credit: credit.slice(0, once.length) }
  const logp = p!.map(x => [Math.log(x)])
  const values = settings('aepo', 'none', { aggregation: 'seq-mean-token-sum' })
  const slope = lossOf('aepo', values, { mask: arms.mask, columns: { logp, oldLogp: logp, credit: arms.credit } })
  const pull = slope.gradient.logp!.map(([g = 0], a) => -g * once.length * drawn![a]!)
  const total = pull.reduce((sum, x) => sum + x, 0)
  const gradient = pull.map((x, k) => x - total * p![k]!)
  const after = softmax(logits.map((z, k) => z + number(params.lr) * gradient[k]!))
  return { gradient, entropy_before: entropy(p!), entropy_after: entropy(after) }
}

const control: GoldenFamily = {
  file: 'objective/aepo-control',
  run: c => ('logits' in c.inputs ? bandit(c) : selection(c)),
}

export default [control] satisfies readonly GoldenFamily[]
