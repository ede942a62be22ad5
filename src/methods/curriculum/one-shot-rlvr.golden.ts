/** ypwang61/One-Shot-RLVR data/data_selection.py acc_score (21ed529). */
import { type GoldenFamily, meaning, record, settings, vector } from '../golden/harness.ts'
import { ranked, scores } from './one-shot-rlvr.math.ts'

export default [
  {
    file: 'data/one-shot-rlvr',
    run: ({ inputs, params }) => {
      const rule = meaning(params.method, { std: 'spread', lim: 'alignment' } as const)
      settings('one-shot-rlvr', 'none', { historyScore: rule })
      const histories = record(inputs.acc_history)
      const names = Object.keys(histories)
      const own = scores(
        names.map(name => vector(histories[name])),
        rule,
      )
      return {
        score: Object.fromEntries(names.map((name, i) => [name, own[i]])),
        order: ranked(own).map(i => names[i]),
      }
    },
  },
] satisfies readonly GoldenFamily[]
