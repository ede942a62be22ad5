import { aggregated, aggregateParams, bestOf } from '../../core/formulas/judged.ts'
import { stepEnds, stepParams } from '../../core/formulas/searching.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, selection } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { progressOf, stepLabels } from './genprm.math.ts'

/** Golden: derived from the definition of relative progress; scoring as RyanLiu112/GenPRM src/prm_evaluation (cc80f47). */
export default defineMethod({
  id: 'genprm',
  title: 'GenPRM',
  paper: {
    title: 'GenPRM: scaling test-time compute of process reward models via generative reasoning',
    id: '2504.00891',
    year: 2025,
  },
  idea: 'Call a step good where it keeps the chance of success, let a judge criticise every step several times, and hand out the response whose steps the critiques find good.',
  formula: String.raw`P_t = \frac{v(y_{\le t})}{v(y_{<t})}, \qquad s_t = \frac{1}{k}\sum_{j=1}^{k} \mathbb 1[P_t^{(j)} \ge \epsilon]`,
  symbols: {
    P_t: { is: 'progress', text: 'relative progress of step t: what it leaves of the chance' },
    'v(y_{\\le t})': { is: 'judgedValue', text: 'what the judge says of the response up to step t' },
    s_t: { is: 'stepScore', text: 'share of the critiques that find the step good' },
    k: { is: 'critiquesPerStep', text: 'critiques of each response' },
    '\\epsilon': { is: 'progressFloor', text: 'share of the chance that a good step keeps' },
  },
  claim:
    'On a hard problem every chance is low, and yet a step can be good; on an easy one a harmful step leaves the chance above 0, and labels that ask only for that miss it. Relative progress tells both. More critiques make up for a judge that errs anew each time, and for none that errs the same way.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The released scorer takes the mean of the probabilities of Yes over the critiques, not a vote; a critique here says Yes or No outright.',
    'Where the chance was 0 nothing afterwards is good: a judge that errs can call a mended response lost.',
    'A step that helps a lot counts no more than one that harms little.',
  ],
  versusGrpo: 'Nothing is trained: the group is drawn to choose from, not to compare.',
  standIn:
    'A critique is the exact chance of success with an error of its own, before and after the step, in place of a model that writes it; the feedback of critiques to the policy is left out.',
  tasks: ['combination-chain', 'token-tree', 'fork-tokens'],
  defaults: { judgeErrs: 'anew', stepAggregate: 'min' },
  trains: false,
  slots: {
    selection: selection({
      needs: ['judgedValue'],
      params: {
        ...aggregateParams,
        stepTokens: stepParams.stepTokens,
        critiquesPerStep: number({
          label: 'Critiques k',
          default: 8,
          min: 1,
          max: 64,
          integer: true,
          note: 'Each asks the judge before the first step and after every step.',
        }),
        progressFloor: number({ label: 'Kept share ε', default: 0.8, paper: 0.8, min: 0, max: 2 }),
        stepLabel: choice({
          label: 'Good is a step that',
          options: stepLabels,
          default: 'relative progress',
          paper: 'relative progress',
          meaning: {
            'relative progress': 'keeps the share ε of the chance of success',
            hard: 'leaves any chance at all',
            soft: 'counts by the chance that it leaves',
          },
        }),
      },
      compute: (batch, { stepAggregate, stepTokens, critiquesPerStep, progressFloor, stepLabel }, { judge }) => {
        const [progress, stepScore] = [new Float32Array(batch.token.length), new Float32Array(batch.token.length)]
        const score = Float32Array.from({ length: batch.rollouts }, (_, i) => {
          const first = batch.tokenStart[i]!
          const ends = stepEnds(batch.tokenStart[i + 1]! - first, stepTokens)
          const read = Array.from({ length: critiquesPerStep }, () =>
            progressOf(
              [0, ...ends].map(length => judge(i, length)),
              stepLabel,
              progressFloor,
            ),
          )
          const scores = ends.map((end, step) => {
            const [from, to] = [first + (ends[step - 1] ?? 0), first + end]
            progress.fill(mean(read.map(one => one.progress[step]!)), from, to)
            const good = mean(read.map(one => one.label[step]!))
            stepScore.fill(good, from, to)
            return good
          })
          return aggregated(scores, stepAggregate)
        })
        return {
          chosen: bestOf(batch, score),
          explain: {
            progress: { extent: 'token', values: progress, signed: false },
            stepScore: { extent: 'token', values: stepScore, signed: false },
            score: { extent: 'rollout', values: score, signed: false },
          },
        }
      },
    }),
  },
})
