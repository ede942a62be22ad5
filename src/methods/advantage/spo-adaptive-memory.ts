import { rolloutColumns, whitenScored } from '../../core/estimator.ts'
import {
  driftedMemory,
  startOf,
  startParams,
  type Trackers,
  trackAll,
  trackedValue,
} from '../../core/formulas/value-tracker.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { singleStream } from '../../core/trainings.ts'

/** Golden: verl-recipe spo/spo_ray_trainer.py, _get_spo_rho and fit (48ea0a7). */
export default defineMethod({
  id: 'spo-adaptive-memory',
  title: 'SPO, forgetting by drift',
  paper: { title: 'Single-stream policy optimization', id: '2509.13232', year: 2025 },
  idea: 'Remember each problem’s success rate as the baseline, and trust the memory less the further the policy has moved on that problem since.',
  formula: String.raw`\hat A_i = \frac{(r_i - v_x) - \operatorname{mean}}{\operatorname{std}}, \qquad \alpha_x \leftarrow \rho_x \alpha_x + r_i, \quad \rho_x = \operatorname{clip}\big(2^{-D_x / D_{1/2}},\, \rho_{\min},\, \rho_{\max}\big)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i, standardised over the batch' },
    r_i: { is: 'reward', text: 'its reward' },
    v_x: { is: 'trackedValue', text: 'success rate of its problem, as remembered before this iteration' },
    '\\rho_x': { is: 'kept', text: 'how much of the past is kept at this visit' },
    D_x: { is: 'drift', text: 'mean change of the last response’s log-probabilities, per token' },
    'D_{1/2}': { is: 'driftHalf', text: 'drift that halves the memory' },
    '\\rho_{\\min}': { is: 'rhoLeast', text: 'least that is kept: about 8 visits' },
    '\\rho_{\\max}': { is: 'rhoMost', text: 'most that is kept: about 25 visits' },
  },
  claim:
    'Watch ρ per response: at its least while the policy still moves, at its most once a problem is settled. Compare it with the constant memory on bandit graded; what both have over GRPO is that no response is wasted.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released code measures from after the update of the last visit to after that of this one; here it is from drawing to drawing: as many updates, one earlier.',
    'The drift is that of one stored response: of several to a problem, the first.',
    'The problems are still chosen by a memory of constant ρ.',
  ],
  versusGrpo: 'The baseline is the problem’s own past, forgotten as fast as the policy changes.',
  tasks: ['bandit', 'modular-arithmetic', 'countdown'],
  standIn:
    'Every problem starts at an expected reward of one half; the released code draws eight responses to each beforehand and starts from their mean.',
  training: singleStream,
  slots: {
    curriculum: 'spo-single-stream',
    advantage: advantage({
      needs: ['problem', 'drift'],
      params: {
        driftHalf: number({ label: 'Half at drift', default: 0.06, paper: 0.06, min: 0.001, max: 10, scale: 'log' }),
        rhoLeast: number({ label: 'Least memory ρ', default: 0.875, paper: 0.875, min: 0.1, max: 1 }),
        rhoMost: number({ label: 'Most memory ρ', default: 0.96, paper: 0.96, min: 0.1, max: 1 }),
        ...startParams,
      },
      compute: (batch, { driftHalf, rhoLeast, rhoMost, ...started }, { state }) => {
        // Only this method writes its advantage slot’s state.
        const before = (state ?? {}) as Trackers
        const first = startOf(started, rhoLeast)
        const value = Float32Array.from(batch.group, g => trackedValue(before[batch.problem[g]!] ?? first))
        const kept = Float32Array.from(batch.group, g => driftedMemory(batch.drift[g]!, driftHalf, rhoLeast, rhoMost))
        const raw = batch.reward.map((r, i) => r - value[i]!)
        const outcomes = Array.from(batch.reward, (reward, i) => ({
          problem: batch.problem[batch.group[i]!]!,
          reward,
          rho: kept[i]!,
        }))
        return {
          advantage: whitenScored(batch.reward, raw, 1e-8),
          explain: rolloutColumns(['trackedValue', 'raw', 'kept'], { trackedValue: value, raw, kept }),
          state: trackAll(before, outcomes, rhoMost, first),
        }
      },
    }),
  },
})
