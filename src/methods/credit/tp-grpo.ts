import { groupMembers, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { thoughtsOf } from '../../core/formulas/process-reward.ts'
import { mean, pick } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived; the weighting by group accuracy is assumed from the abstract. */
export default defineMethod({
  id: 'tp-grpo',
  title: 'TP-GRPO',
  paper: {
    title: 'Good learners think their thinking: generative PRM makes large reasoning model more efficient math learner',
    year: 2025,
  },
  idea: 'Join neighbouring steps that are judged alike into one thought and reward the thought once; on hard problems reward right thoughts, on easy ones punish wrong ones.',
  formula: String.raw`\hat A_t = \hat A_i + \tau_t, \qquad \tau_t = \begin{cases} c\,(1 - p) & \text{right thought} \\ -c\,p & \text{wrong thought} \end{cases}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    '\\tau_t': { is: 'thoughtReward', text: 'reward of the thought that token t belongs to' },
    c: { is: 'thoughtScale', text: 'size of thought rewards' },
    p: { is: 'groupAccuracy', text: 'share of the group that is correct' },
  },
  claim:
    'Cutting a step in two of the same label changes nothing, so there is nothing to gain from more steps; a group that never succeeds is only encouraged, one that always does is only corrected. The paper reports higher accuracy from fewer samples; that is not reproduced here.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Only the abstract was at hand: the weighting by group accuracy and the scale are assumptions.',
    'On prm-hack the judge calls filler right: on hard problems it is encouraged.',
  ],
  versusGrpo: 'Adds one reward per thought, weighted by how well the group does.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, which sees hidden errors and never errs; the paper asks a language model about each thought.',
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'processReward', 'correct'],
      params: { thoughtScale: number({ label: 'Thought reward c', default: 0.5, min: 0, max: 5, note: '0 is GRPO.' }) },
      compute: (batch, { thoughtScale }) => {
        const base = spread(batch, batch.advantage)
        const thoughtReward = new Float32Array(batch.token.length)
        const thought = new Float32Array(batch.token.length)
        const groupAccuracy = new Float32Array(batch.groups)
        groupMembers(batch).forEach((members, group) => {
          const accuracy = mean(pick(batch.correct, members))
          groupAccuracy[group] = accuracy
          for (const i of members.filter(i => !Number.isNaN(batch.reward[i]!))) {
            thoughtsOf(batch, i).forEach(({ start, end, right }, k) => {
              thoughtReward.fill(thoughtScale * (right ? 1 - accuracy : -accuracy), start, end)
              thought.fill(k, start, end)
            })
          }
        })
        return {
          credit: base.map((a, t) => (batch.mask?.[t] === 0 ? 0 : a + thoughtReward[t]!)),
          explain: {
            ...tokenColumns({ thoughtReward, thought }),
            groupAccuracy: { extent: 'group', values: groupAccuracy },
          },
        }
      },
    }),
  },
})
