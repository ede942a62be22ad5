/** VAPO's λ by length. Source: NeMo-RL GeneralizedAdvantageEstimator._resolve_lambda_policy (7ea279a). */
import { gaeParams } from '../../core/formulas/credit.ts'
import { clamp } from '../../core/math.ts'
import { number } from '../../core/params.ts'

/** 1 - 1/(α l), held within 0 and 1: how far surprises reach back in a response of l tokens. */
export const lambdaOfLength = (alpha: number, length: number): number =>
  clamp(1 - 1 / Math.max(1, alpha * length), 0, 1)

export const vapoParams = {
  ...gaeParams,
  gamma: { ...gaeParams.gamma, paper: 1, by: { 'nemo-rl': 1 } },
  lambda: { ...gaeParams.lambda, label: 'Fixed λ', note: 'For the policy where α is 0.' },
  lengthAlpha: number({ label: 'Growth of λ α', default: 0.5, paper: 0.05, min: 0, max: 10, scale: 'log' }),
  lambdaValue: number({
    label: 'λ of the critic',
    default: 1,
    paper: 1,
    min: 0,
    max: 1,
    note: 'For its targets; 1 takes whole returns.',
  }),
} as const
