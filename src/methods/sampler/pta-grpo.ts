import { groupMembers } from '../../core/batch.ts'
import { defineMethod, reward, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { byPlan, planned, planParams, planValue } from './pta-grpo.math.ts'

/** Source: abstract and public review of arXiv 2510.01833; both weights are assumed. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'pta-grpo',
  title: 'PTA-GRPO',
  paper: {
    title: 'Plan then action: high-level planning guidance reinforcement learning for LLM reasoning',
    id: '2510.01833',
    year: 2025,
  },
  idea: 'Draw a few plans and follow each several times; pay a response for its outcome, and for how often its plan succeeds.',
  formula: String.raw`r_i = o_i + w_p\, V(p_i) + w_f\, f_i, \qquad V(p) = \operatorname{mean}_{j : p_j = p} o_j`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    o_i: { is: 'outcome', text: 'its outcome, as the verifier says' },
    'V(p_i)': { is: 'planValue', text: 'how often the responses with its plan succeed' },
    w_p: { is: 'planWeight', text: 'weight of the plan' },
    f_i: { is: 'wellFormed', text: 'whether it keeps to the form, where the task has one' },
    w_f: { is: 'formWeight', text: 'weight of the form' },
  },
  claim:
    'A right response by luck on a bad plan is paid less than one on a good plan, and a slip on a good plan is forgiven in part: the first tokens learn from all that follow them. The paper reports one to three points on mathematics. Here a group holds as many beginnings as plans only, and on fork-tokens and token-tree the policy learns more slowly than with GRPO: watch pass@1, and planValue within a group.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The value of a plan is paid at all tokens of the response: those that carry it out are praised for the choice of others.',
    'Responses that share a plan are alike: a group explores less than as many free ones.',
    'Where one plan is drawn only, its value is the group’s mean and falls out of the advantages.',
  ],
  versusGrpo:
    'A group is a few plans followed several times, and the success of its plan is part of a response’s reward.',
  tasks: ['fork-tokens', 'token-tree', 'two-attempts'],
  standIn:
    'A plan is the first tokens of a response, so many; in the paper it is a part of its own, learned before from a larger model’s summaries.',
  slots: {
    advantage: 'grpo',
    sampler: sampler({
      params: {
        plans: number({
          label: 'Plans m',
          default: 3,
          paper: 3,
          min: 1,
          max: 64,
          integer: true,
          note: 'The group’s responses are shared out among them; as many as responses is plain sampling.',
        }),
        ...planParams,
      },
      compute: (handle, problems, groupSize, { plans, planTokens }) =>
        planned(handle, problems, groupSize, plans, planTokens),
    }),
    reward: reward({
      params: {
        ...planParams,
        planWeight: number({
          label: 'Weight of the plan w_p',
          default: 0.5,
          min: 0,
          max: 10,
          note: '0 pays the outcome alone.',
        }),
        formWeight: number({
          label: 'Weight of the form w_f',
          default: 0.1,
          min: 0,
          max: 10,
          note: 'Of tasks that ask for a form.',
        }),
      },
      compute: (batch, { planTokens, planWeight, formWeight }) => {
        const value = new Float32Array(batch.rollouts)
        for (const followers of groupMembers(batch).flatMap(members => byPlan(batch, members, planTokens))) {
          for (const i of followers) value[i] = planValue(batch, followers)
        }
        const parts = {
          outcome: batch.reward,
          plan: value.map(v => planWeight * v),
          form: value.map((_, i) => formWeight * (batch.wellFormed?.[i] ?? 0)),
        }
        return {
          reward: batch.reward.map((outcome, i) => outcome + parts.plan[i]! + parts.form[i]!),
          parts,
          explain: {
            outcome: { extent: 'rollout', values: batch.reward, signed: false },
            planValue: { extent: 'rollout', values: value, signed: false },
          },
        }
      },
    }),
  },
})
