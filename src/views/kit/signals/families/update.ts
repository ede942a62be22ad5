/** How the update moves the policy, and against what. */
import { deviations } from '../../../../core/formulas/covariance.ts'
import { discriminator } from '../../../../core/formulas/entropy-change.ts'
import { clipSides, k3, kl, masked, perToken, pull, ratios, read, type SignalSource } from '../../signalValues.ts'
import { signalsOf } from '../signal.ts'

export default signalsOf('What the update does', [
  {
    id: 'pull',
    isCredit: true,
    label: 'Gradient weight',
    needs: ['credit', 'ratio'],
    formula: 'credit · ratio · weight in the average; 0 where clipped',
    note: 'The factor in front of ∇ log π of this token under a clipped objective.',
    values: pull,
  },
  {
    id: 'ratio',
    label: 'Ratio after the update',
    centre: 1,
    needs: ['ratio'],
    formula: 'exp(logp − oldLogp)',
    note: '1 where the update changed nothing. The loss used the ratio of each pass instead; see “ratio in the last pass”.',
    values: ({ batch }) => masked(batch, ratios(batch)),
  },
  {
    id: 'log-ratio',
    label: 'Log-ratio',
    unit: 'nats',
    needs: ['logp', 'oldLogp'],
    formula: 'logp − oldLogp',
    note: 'Positive where the update made the token likelier; should follow the sign of the credit.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'logp')[t]! - read(batch, 'oldLogp')[t]!),
  },
  {
    id: 'clipped',
    levels: [
      { value: 1, label: 'clipped above' },
      { value: -1, label: 'clipped below' },
      { value: 0, label: 'not clipped' },
    ],
    label: 'Clipped in a pass',
    needs: ['clipped', 'ratio'],
    formula: '+1 above the upper clip, −1 below the lower',
    note: 'These tokens give no gradient any more. None at the first update.',
    values: ({ batch }) => clipSides(batch),
  },
  ...(
    [
      ['k1', '−x', 'Unbiased but noisy; single tokens can be negative.', true, (x: number) => -x],
      ['k2', 'x² / 2', 'Biased, small variance; its gradient is that of the KL.', false, (x: number) => (x * x) / 2],
      ['k3', 'exp(x) − x − 1', 'Unbiased and never negative; explodes when the reference is far likelier.', false, k3],
    ] as const
  ).map(([name, formula, note, signed, estimate]) => ({
    id: `kl-${name}`,
    label: `KL to reference, ${name}`,
    unit: 'nats' as const,
    signed,
    needs: ['refLogp', 'oldLogp'] as const,
    formula: `${formula} with x = refLogp − logp`,
    note,
    values: ({ batch }: SignalSource) => kl(batch, estimate),
  })),
  {
    id: 'entropy-change',
    label: 'Entropy change',
    unit: 'nats',
    needs: ['oldLogp', 'oldEntropy'],
    formula: 'S = p · (entropy + log p)',
    note: 'Where it is positive, making this token likelier lowers the entropy; where negative, it raises it.',
    values: ({ batch }) => masked(batch, discriminator(read(batch, 'oldLogp'), read(batch, 'oldEntropy'))),
  },
  {
    id: 'covariance',
    label: 'Covariance with log p',
    unit: 'nats',
    needs: ['oldLogp', 'credit'],
    formula: '(log p − mean log p) · (credit − mean credit), means over the batch',
    note: 'Positive tokens are likely and praised, or unlikely and blamed: pushing them lowers the entropy; negative ones raise it.',
    values: ({ batch }) => deviations({ ...batch, oldLogp: read(batch, 'oldLogp'), credit: read(batch, 'credit') }),
  },
  {
    id: 'sampler-gap',
    label: 'Sampler mismatch',
    unit: 'nats',
    needs: ['oldLogp', 'samplerLogp'],
    formula: 'oldLogp − samplerLogp',
    note: '0 where the sampler is the policy; below 0 where top-k or top-p cut what it drew from, either way where it lags.',
    values: ({ batch }) => perToken(batch, t => read(batch, 'oldLogp')[t]! - read(batch, 'samplerLogp')[t]!),
  },
])
