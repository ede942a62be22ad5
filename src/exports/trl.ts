/** A run as a file for TRL 1.16: GRPOConfig, and a subclass of GRPOTrainer where the advantage is not TRL's own. */
import type { ParamValues } from '../core/params.ts'
import { literal } from './advantages.ts'
import {
  advantageOf,
  aggregationOf,
  assemble,
  type Exported,
  type Key,
  learningRateOf,
  otherSlots,
  type Setting,
  settingsBy,
  valuesIn,
  type Wish,
  withoutKey,
} from './wish.ts'

const title = 'TRL 1.16'
const known = Number

/** Parameters by the arguments of GRPOConfig that say the same. */
const trlKeys: readonly Key[] = [
  { param: 'groupSize', key: 'num_generations' },
  { param: 'groupSize', key: 'per_device_train_batch_size' },
  { param: 'problems', key: 'steps_per_generation' },
  {
    param: 'minibatches',
    key: 'gradient_accumulation_steps',
    value: (parts, { problems }) => whole(known(problems) / known(parts)),
  },
  { param: 'innerEpochs', key: 'num_iterations' },
  { param: 'temperature', key: 'temperature' },
  { param: 'topP', key: 'top_p' },
  { param: 'topK', key: 'top_k' },
  { param: 'clipLow', key: 'epsilon' },
  { param: 'clipHigh', key: 'epsilon_high' },
  { param: 'ratioCap', key: 'epsilon_high' },
  { param: 'dualClip', key: 'delta', value: bound => (bound === 0 ? null : bound) },
  { param: 'tauPositive', key: 'sapo_temperature_pos' },
  { param: 'tauNegative', key: 'sapo_temperature_neg' },
  { param: 'klCoefficient', key: 'beta' },
  { param: 'klTimesRatio', key: 'use_bias_correction_kl', value: word => word === 'on' },
  { param: 'entropyCoefficient', key: 'entropy_coef' },
  { param: 'maxGradNorm', key: 'max_grad_norm' },
  { param: 'beta1', key: 'adam_beta1' },
  { param: 'beta2', key: 'adam_beta2' },
  { param: 'weightDecay', key: 'weight_decay' },
]

const whole = (value: number): number | undefined => (Number.isInteger(value) ? value : undefined)

/** loss_type by aggregation, for objectives that clip the ratio. */
const lossOf: Readonly<Record<string, string>> = {
  'token-mean': 'dapo',
  'seq-mean-token-mean': 'grpo',
  'seq-mean-token-sum': 'luspo',
  'seq-mean-token-sum-norm': 'dr_grpo',
  bnpo: 'bnpo',
}

/** Objectives that TRL has, by the level of the ratio; `loss` where they are a loss_type with one aggregation. */
const objectives: Readonly<Record<string, { level: string; loss?: string; aggregation?: string; plain?: true }>> = {
  ppo: { level: 'token' },
  rloo: { level: 'token' },
  reinforce: { level: 'token', plain: true },
  maxrl: { level: 'token', plain: true },
  gspo: { level: 'sequence' },
  'gspo-trl': { level: 'sequence' },
  sapo: { level: 'token', loss: 'sapo', aggregation: 'seq-mean-token-mean' },
  'trl-cispo': { level: 'token', loss: 'cispo', aggregation: 'token-mean' },
}

/** TRL's own advantages: scale_rewards by the owner of the slot, where epsilon and ddof are TRL's. */
const scales: Readonly<Record<string, string>> = { grpo: 'group', 'grpo-batch-std': 'batch', 'dr-grpo': 'none' }

function scaleOf(wish: Wish): string | undefined {
  const owner = wish.method.advantage?.owner ?? ''
  const { epsilon, ddof } = valuesIn(wish)
  const scale = Object.hasOwn(scales, owner) ? scales[owner] : undefined
  return scale === 'none' || (epsilon === 1e-4 && ddof === 1) ? scale : undefined
}

/** Loss, and what of it is left or missing. */
function lossSettings(wish: Wish): { settings: Setting[]; left: string[]; missing: string[] } {
  const params = valuesIn(wish)
  const aggregation = aggregationOf(wish)
  const owner = wish.method.objective?.owner ?? ''
  const objective = Object.hasOwn(objectives, owner) ? objectives[owner] : undefined
  const loss = objective?.loss ?? lossOf[aggregation]
  const missing = [
    ...(objective ? [] : [`The loss of ${owner || 'a method that does not train'} is not one of ${title}'s.`]),
    ...(loss ? [] : [`${title} has no loss_type that aggregates by ${aggregation}.`]),
    ...(objective?.aggregation && objective.aggregation !== aggregation
      ? [`${title} aggregates this loss by ${objective.aggregation} only.`]
      : []),
    ...(params.ratioOver === 'response'
      ? [`The ratio of the whole response's probability is not one of ${title}'s.`]
      : []),
  ]
  const settings: Setting[] = [
    ['loss_type', loss ?? 'dapo'],
    ['importance_sampling_level', params.ratioLevel === 'response' ? 'sequence' : (objective?.level ?? 'token')],
  ]
  return { settings, missing, left: plainLoss(Boolean(objective?.plain) && params.surrogate !== 'clipped', params) }
}

const plainLoss = (isPlain: boolean, { innerEpochs, minibatches }: ParamValues): string[] =>
  isPlain
    ? [
        `The loss is the plain log-probability; ${title}'s ratio has the same gradient at the first update of a batch${
          innerEpochs === 1 && minibatches === 1 ? ', and there is only one' : ' and clips at later ones'
        }.`,
      ]
    : []

const subclass = `    class Trainer(GRPOTrainer):
        """GRPOTrainer with the advantages of this file in place of its own."""

        def _calculate_rewards(self, *args, **kwargs):
            self.rewards_of_all = super()._calculate_rewards(*args, **kwargs)  # every process's rows, in order
            return self.rewards_of_all

        def _generate_and_score_completions(self, inputs):
            output = super()._generate_and_score_completions(inputs)
            per_function = self.rewards_of_all
            rewards = (per_function * self.reward_weights.to(per_function.device)).nansum(dim=1)
            rewards[per_function.isnan().all(dim=1)] = torch.nan
            size = self.num_generations if self.model.training else self.num_generations_eval
            groups = np.arange(len(rewards)) // size
            everyone = torch.as_tensor(advantages(rewards.cpu().numpy(), groups))
            own = output["advantages"]
            first = self.accelerator.process_index * len(own)
            output["advantages"] = everyone[first : first + len(own)].to(own)
            return output`

const script = (
  settings: readonly Setting[],
  own: boolean,
): string => `MODEL = os.environ.get("MODEL", "Qwen/Qwen2.5-0.5B-Instruct")
CONFIG = dict(
${settings.map(([key, value]) => `    ${key}=${literal(value)},`).join('\n')}
)


def is_right(completions, answer, **_):
    """The reward: put your own here. One number per completion; None where it cannot be scored."""
    return [float(right in text) for text, right in zip(completions, answer)]


def train():
${own ? '' : '    import torch\n'}    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    sums = [(a, b) for a in range(10) for b in range(10)]
    data = Dataset.from_list([{"prompt": f"{a} + {b} = ", "answer": str(a + b)} for a, b in sums])  # yours
${own ? '' : `\n${subclass}\n`}
    ${own ? 'trainer = GRPOTrainer' : 'trainer = Trainer'}(
        model=MODEL,
        reward_funcs=is_right,
        args=GRPOConfig(output_dir=os.environ.get("OUTPUT", "output"), **CONFIG),
        train_dataset=data,
    )
    trainer.train()`

/** The file for TRL. Source: trl 1.16.0, trainer/grpo_config.py and grpo_trainer.py. */
export function toTrl(wish: Wish): Exported {
  const { settings, known } = settingsBy(trlKeys, wish)
  const loss = lossSettings(wish)
  const scale = scaleOf(wish)
  const advantage = advantageOf(wish)
  const config: Setting[] = [
    ['learning_rate', learningRateOf(wish)],
    ...settings,
    ['max_completion_length', Number(valuesIn(wish).normLength) || 256],
    ...loss.settings,
    ['scale_rewards', scale ?? 'none'],
  ]
  const carried = ['learningRate', 'aggregation', 'normLength', 'ratioLevel', 'ratioOver', 'surrogate']
  const ours = [...Object.keys(wish.method.specs)].filter(key => wish.method.slotOf[key] === 'advantage')
  return assemble({
    title,
    wish,
    imports: ['os'],
    python: 'python' in advantage ? advantage.python : undefined,
    missing: ['missing' in advantage ? advantage.missing : '', ...loss.missing, ...otherSlots(wish)].filter(
      line => line !== '',
    ),
    left: [
      ...loss.left,
      ...otherSlots(wish),
      ...withoutKey(wish, 'trl', title, new Set([...known, ...carried, ...ours])),
    ],
    body: script(config, scale !== undefined || 'missing' in advantage),
  })
}
