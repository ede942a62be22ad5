import { spread } from '../../core/batch.ts'
import { loneParam, rolloutColumns } from '../../core/estimator.ts'
import { mean } from '../../core/math.ts'
import { advantage, credit, defineMethod, sampler } from '../../core/method.ts'
import { afterMixing, apart, drawAll, heatParams, mixIn, mixingParams, thermostat } from './aepo.math.ts'

/** Golden: 597358816/AEPO ray_trainer.py, _select_by_advantage and fit (b353a05). */
export default defineMethod({
  id: 'aepo',
  title: 'AEPO',
  paper: { title: 'Arbitrary entropy policy optimization', id: '2510.08141', year: 2025 },
  idea: 'Hold the entropy at a chosen level: mix in correct responses that were drawn hotter when it is too low and colder when it is too high, and imitate them.',
  formula: String.raw`\hat A_i = \begin{cases} 1 & \text{correct, drawn at } \tau_i \ne 1 \\ \dfrac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r)} & \tau_i = 1 \end{cases} \qquad \tau_i = \begin{cases} \tau_h & H \le H^* \\ \tau_l & H > H^* \end{cases}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\tau_i': { is: 'tempered', text: 'temperature it was drawn at, over the run’s' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the siblings drawn at the same temperature' },
    '\\operatorname{std}(r)': { is: 'std', text: 'their standard deviation' },
    'H^*': { is: 'targetEntropy', text: 'entropy to hold' },
    '\\tau_h': { is: 'hot', text: 'temperature while the entropy is at or below it' },
    '\\tau_l': { is: 'cold', text: 'temperature while it is above' },
  },
  claim:
    'The entropy stays where it is asked to. With strong temperatures (τ 2 and 0.5) it leans towards the target; at the paper’s mild ones little shows at this size, and where every response is right nothing is mixed in.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released code reads the entropy of the previous update (0 at the start) off sampled log-probabilities; here it is that of the responses just drawn.',
    'Tempered responses count as if the policy had drawn them: no importance weight.',
    'They replace the first responses of the batch, whose group statistics still count them; the released code fails when none is kept.',
    'The curves of reward and entropy include the tempered responses.',
  ],
  versusGrpo: 'Some responses are replaced by correct ones drawn at another temperature, with advantage 1.',
  tasks: ['countdown', 'fork-tokens'],
  slots: {
    sampler: sampler({
      params: heatParams,
      compute: async (handle, problems, groupSize, { targetEntropy, hot, cold, temperedShare }) => {
        const normal = await drawAll(handle, problems, groupSize, 0)
        const entropy = mean(normal.flatMap(rollout => rollout.entropy))
        const few = problems.slice(0, Math.ceil(temperedShare * problems.length))
        const relative = thermostat(entropy, targetEntropy, hot, cold)
        const tempered = await drawAll(handle, few, groupSize, groupSize, relative)
        return problems.map((_, k) => [normal, tempered].flatMap(all => all.slice(k * groupSize, (k + 1) * groupSize)))
      },
    }),
    advantage: advantage({
      needs: ['tempered'],
      params: {
        ...mixingParams,
        lone: loneParam,
      },
      compute: (batch, { threshold, mixedMost, lone }) => {
        const standardised = apart(batch, lone)
        return { ...standardised, advantage: mixIn(batch, standardised.advantage, threshold, mixedMost) }
      },
    }),
    credit: credit({
      needs: ['advantage', 'tempered'],
      writes: ['trained'],
      compute: batch => {
        const used = afterMixing(batch, batch.advantage)
        const scaled = batch.advantage.map((a, i) => a * used[i]! + 0)
        return {
          credit: spread(batch, scaled),
          columns: { trained: spread(batch, used) },
          explain: rolloutColumns(['used'], { used }),
        }
      },
    }),
  },
})
