/** A run as a file for verl 0.9: overrides of its configuration, and an estimator that is registered where it lacks one. */
import type { ParamValues } from '../core/params.ts'
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

const title = 'verl 0.9'
const actor = 'actor_rollout_ref.actor'
const rollout = 'actor_rollout_ref.rollout'

/** verl's names of the KL estimators. */
const klTypes: Readonly<Record<string, string>> = {
  k1: 'kl',
  abs: 'abs',
  k2: 'mse',
  'k3-clipped': 'low_var_kl',
  'k1+': 'kl+',
  'abs+': 'abs+',
  'k3+': 'low_var_kl+',
}

/** Parameters by the keys of verl's configuration that say the same. */
const verlKeys: readonly Key[] = [
  { param: 'groupSize', key: `${rollout}.n` },
  { param: 'problems', key: 'data.train_batch_size' },
  {
    param: 'minibatches',
    key: `${actor}.ppo_mini_batch_size`,
    value: (parts, { problems }) => {
      const size = Number(problems) / Number(parts)
      return Number.isInteger(size) ? size : undefined
    },
  },
  { param: 'innerEpochs', key: `${actor}.ppo_epochs` },
  { param: 'temperature', key: `${rollout}.temperature` },
  { param: 'topP', key: `${rollout}.top_p` },
  { param: 'topK', key: `${rollout}.top_k`, value: k => (k === 0 ? -1 : k) },
  { param: 'clipLow', key: `${actor}.clip_ratio_low` },
  { param: 'clipHigh', key: `${actor}.clip_ratio_high` },
  // There it is always on; a bound that no ratio reaches is none.
  { param: 'dualClip', key: `${actor}.clip_ratio_c`, value: c => (c === 0 ? 1e9 : Number(c) > 1 ? c : undefined) },
  { param: 'tauPositive', key: `${actor}.tau_pos` },
  { param: 'tauNegative', key: `${actor}.tau_neg` },
  { param: 'klCoefficient', key: `${actor}.use_kl_loss`, value: weight => weight !== 0 },
  { param: 'klCoefficient', key: `${actor}.kl_loss_coef` },
  { param: 'klEstimator', key: `${actor}.kl_loss_type`, value: name => klTypes[String(name)] },
  { param: 'entropyCoefficient', key: `${actor}.entropy_coeff` },
  { param: 'aggregation', key: `${actor}.loss_agg_mode`, value: mode => (mode === 'prompt-mean' ? undefined : mode) },
  { param: 'normLength', key: `${actor}.loss_scale_factor`, value: length => (length === 0 ? null : length) },
  { param: 'gamma', key: 'algorithm.gamma' },
  { param: 'maxGradNorm', key: `${actor}.grad_clip` },
  { param: 'weightDecay', key: `${actor}.optim.weight_decay` },
]

/** verl's losses by the owner of the objective. */
const losses: Readonly<Record<string, string>> = {
  ppo: 'vanilla',
  rloo: 'vanilla',
  reinforce: 'gpg',
  maxrl: 'gpg',
  gspo: 'gspo',
  sapo: 'sapo',
  cispo: 'cispo',
  'dppo-tv': 'dppo_tv',
  'dppo-kl': 'dppo_kl',
}

/** verl's own estimators by the owner of credit or advantage, and the parameters under which they are the method's. */
const estimators: Readonly<Record<string, { name: string; when?: ParamValues; deviation?: boolean }>> = {
  grpo: { name: 'grpo', when: { epsilon: 1e-6, ddof: 1 }, deviation: true },
  'dr-grpo': { name: 'grpo', deviation: false },
  rloo: { name: 'rloo' },
  opo: { name: 'opo' },
  'reinforce-plus-plus': { name: 'reinforce_plus_plus' },
  'reinforce-plus-plus-baseline': { name: 'reinforce_plus_plus_baseline' },
}

/** A group of one gets its raw reward there; with more responses per prompt there is none. */
function estimatorOf(wish: Wish): (typeof estimators)[string] | undefined {
  const { advantage, credit, reward } = wish.method
  const owner = (credit && credit.owner !== 'house' ? credit.owner : advantage?.owner) ?? ''
  const found = !reward && Object.hasOwn(estimators, owner) ? estimators[owner] : undefined
  const params = valuesIn(wish)
  const advantageFits = 'python' in advantageOf(wish) || owner !== advantage?.owner || owner === 'opo'
  const alone = params.lone === 'zero' && params.groupSize === 1
  const fits = Object.entries(found?.when ?? {}).every(([key, value]) => params[key] === value)
  return advantageFits && fits && !alone ? found : undefined
}

/** A value in Hydra's grammar. */
const hydra = ([key, value]: Setting): string => `${key}=${value === null ? 'null' : value}`

const registration = (name: string): string => `def register():
    """Called in every process of verl, which imports this file (VERL_USE_EXTERNAL_MODULES)."""
    import torch
    from verl.trainer.ppo.core_algos import register_adv_est

    @register_adv_est("${name}")
    def estimator(token_level_rewards, response_mask, index=None, config=None, **_):
        with torch.no_grad():
            rewards = token_level_rewards.sum(dim=-1)
            values = torch.as_tensor(advantages(rewards.double().cpu().numpy(), index)).to(rewards)
            per_token = values.unsqueeze(-1) * response_mask
        return per_token, per_token


if __name__ != "__main__":
    register()`

const launch = (settings: readonly Setting[], registers: boolean): string => `OVERRIDES = [
${settings.map(setting => `    ${JSON.stringify(hydra(setting))},`).join('\n')}
]


def train():
    """Starts verl with these overrides and those after the file's name: data.train_files=... model.path=... and so on."""
    environment = dict(os.environ)
${
  registers
    ? `    folder, file = os.path.split(os.path.abspath(__file__))
    environment["PYTHONPATH"] = os.pathsep.join([folder, environment.get("PYTHONPATH", "")])
    environment["VERL_USE_EXTERNAL_MODULES"] = os.path.splitext(file)[0]
`
    : ''
}    own = [word for word in sys.argv[1:] if word != "--anyway"]
    command = [sys.executable, "-m", "verl.trainer.main_ppo", *OVERRIDES, *own]
    sys.exit(subprocess.call(command, env=environment))`

/** The file for verl. Source: verl 0.9.1, trainer/ppo/core_algos.py and trainer/config. */
export function toVerl(wish: Wish): Exported {
  const { settings, known } = settingsBy(verlKeys, wish)
  const { method } = wish
  const own = estimatorOf(wish)
  const advantage = advantageOf(wish)
  const owner = method.objective?.owner ?? ''
  const loss = Object.hasOwn(losses, owner) && !isOtherLoss(wish) ? losses[owner] : undefined
  const clipped = owner === 'maxrl' && valuesIn(wish).surrogate === 'clipped'
  const name = `playground_${method.method.id.replaceAll('-', '_')}`
  const registers = !own && 'python' in advantage
  const overrides: Setting[] = [
    ['algorithm.adv_estimator', own?.name ?? (registers ? name : 'grpo')],
    ...(own?.deviation === undefined ? [] : [['algorithm.norm_adv_by_std_in_grpo', own.deviation] as const]),
    [`${actor}.policy_loss.loss_mode`, clipped ? 'vanilla' : (loss ?? 'vanilla')],
    [`${actor}.optim.lr`, learningRateOf(wish)],
    ...settings,
  ]
  const ours = Object.keys(method.specs).filter(key => method.slotOf[key] === 'advantage')
  const carried = ['learningRate', 'surrogate', 'ratioOver', ...ours]
  return assemble({
    title,
    wish,
    imports: ['os', 'subprocess'],
    python: 'python' in advantage ? advantage.python : undefined,
    missing: [
      ...('missing' in advantage && !own ? [advantage.missing] : []),
      ...(loss ? [] : [`The loss of ${owner || 'a method that does not train'} is not one of ${title}'s here.`]),
      ...(known.has('aggregation') && method.aggregation?.owner === 'house'
        ? []
        : [`${title} does not aggregate by ${aggregationOf(wish)}.`]),
      ...otherSlots(wish),
    ],
    left: withoutKey(wish, 'verl', title, new Set([...known, ...carried])),
    body: [...(registers ? [registration(name)] : []), launch(overrides, registers)].join('\n\n\n'),
  })
}

const isOtherLoss = (wish: Wish): boolean => valuesIn(wish).ratioOver === 'response'
