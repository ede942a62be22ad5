"""Cases of TRL's own trainers: their methods run on a stand-in that only knows what the formula reads."""
from collections import defaultdict
from types import SimpleNamespace
from unittest.mock import MagicMock

import torch
from trl import GRPOTrainer, RLOOTrainer
from trl.experimental.gmpo import GMPOTrainer

REPOSITORY = "huggingface/trl"


def t(values, gradient=False):
    return torch.tensor(values, dtype=torch.float64, requires_grad=gradient)


class Trainer:
    """What `self` is inside a trainer's method. What nobody set answers to anything; its methods are the trainer's own."""

    def __init__(self, trainer, given, logp=None, entropies=None, **settings):
        args = dict(use_bias_correction_kl=False, delta=None, sapo_temperature_pos=1.0, sapo_temperature_neg=1.05,
                    vespo_k_pos=2.0, vespo_lambda_pos=3.0, vespo_k_neg=3.0, vespo_lambda_neg=2.0,
                    steps_per_generation=1, per_device_train_batch_size=64, gradient_accumulation_steps=1, gradient_checkpointing_kwargs=None)
        own = dict(beta=0.0, epsilon_low=0.2, epsilon_high=0.2, importance_sampling_level="token", loss_type="dapo",
                   top_entropy_quantile=1.0, off_policy_mask_threshold=None, use_vllm=False,
                   vllm_importance_sampling_correction=False, vllm_importance_sampling_mode="sequence_mask",
                   vllm_importance_sampling_clip_max=3.0, vllm_importance_sampling_clip_min=None,
                   current_gradient_accumulation_steps=1, max_completion_length=16, _entropy_bonus_enabled=False,
                   use_adaptive_entropy=False, entropy_coef=0.0, aux_loss_enabled=False, mask_truncated_completions=False,
                   pad_to_multiple_of=None, environments=None, environment_factories=None, tools=[], num_iterations=1,
                   multi_objective_aggregation="sum_then_normalize", scale_rewards="group", reward_clip_range=None,
                   normalize_advantages=False, _pending_extra_logs={}, _pending_metrics={}, reward_func_names=[],
                   _entropy_window_stats=None, _last_world_entropy=float("inf"))
        for key, value in settings.items():
            (args if key in args else own)[key] = value
        self.__dict__.update(own, args=SimpleNamespace(**args))
        self.trainer, self.logp, self.entropies = trainer, logp, entropies
        self.model = SimpleNamespace(training=True, is_gradient_checkpointing=False)
        self.accelerator = SimpleNamespace(
            device="cpu", process_index=0, num_processes=1, sync_gradients=True, gather=lambda x: x,
            gather_for_metrics=lambda x: x, reduce=lambda x, reduction: x,
            pad_across_processes=lambda x, **_: x)
        self._metrics = defaultdict(lambda: defaultdict(list))
        self._logs = defaultdict(lambda: defaultdict(list)) | {"prompt": [], "completion": [], "advantages": []}
        self.given = given

    def __getattr__(self, name):
        method = getattr(self.trainer, name, None)
        if method is None:
            return MagicMock()
        return method.__get__(self) if not isinstance(self.trainer.__dict__.get(name), staticmethod) else method

    def _get_per_token_logps_and_entropies(self, *_, **__):
        return self.logp, self.entropies, None


def prompt(mask):
    rows = len(mask)
    zeros = torch.zeros((rows, 1), dtype=torch.long)
    ids = torch.zeros((rows, len(mask[0])), dtype=torch.long)
    return {"prompt_ids": zeros, "prompt_mask": zeros + 1, "completion_ids": ids}


def settings_of(params):
    return {k: v for k, v in params.items() if k not in ("num_items_in_batch", "note")}


# ---------------------------------------------------------------------------------------------------------------------
# Losses. The golden files of the two snapshots name the inputs differently.

OLD = dict(mask="completion_mask", logp="per_token_logps", old="old_per_token_logps", ref="ref_per_token_logps")
NEW = dict(mask="response_mask", logp="log_prob", old="old_log_prob", ref="ref_log_prob")


def loss(title, file, options, names, trainer=GRPOTrainer, sampled=False, entropy=False):
    def make(b):
        mask = b.mask(int(b.rng.integers(1, 6)))
        old = b.logps(mask)
        params = {"epsilon_low": 0.2, "epsilon_high": 0.2, **options(b)}
        given = {names["mask"]: mask, names["old"]: old, names["logp"]: b.near(old), "advantages": b.normal(len(mask))}
        if names is NEW:  # these files hold one advantage per token
            given["advantages"] = [[value] * len(mask[0]) for value in given["advantages"]]
        if params.get("beta"):
            given[names["ref"]] = b.near(old)
        if sampled:
            given["rollout_log_prob"] = b.near(old)
        if names is OLD or entropy:
            given["entropies"] = [[b.uniform(0.01, 2) for _ in row] for row in mask]
        return params, given

    def call(params, given):
        logp = t(given[names["logp"]], True)
        entropies = t(given.get("entropies", [[0.0] * len(row) for row in given[names["mask"]]]), True)
        mask = t(given[names["mask"]])
        inputs = {**prompt(given[names["mask"]]), "completion_mask": mask, "advantages": t([row[0] for row in given["advantages"]] if names is NEW else given["advantages"]),
                  "old_per_token_logps": t(given[names["old"]]), "num_items_in_batch": mask.sum()}
        if names["ref"] in given:
            inputs["ref_per_token_logps"] = t(given[names["ref"]])
        settings = settings_of(params)
        if sampled:
            settings |= dict(use_vllm=True, vllm_importance_sampling_correction=True)
            inputs["importance_sampling_ratio"] = t(sampler_weights(params, given))
        settings |= dict(_entropy_bonus_enabled="entropy_coef" in params)
        value = trainer._compute_loss(Trainer(trainer, given, logp, entropies, **settings), None, inputs)
        value.backward()
        grad = {"grad_per_token_logps" if names is OLD else "grad_log_prob": logp.grad.tolist()}
        return {"loss": value.item(), **grad, **({"grad_entropies": entropies.grad.tolist()} if entropy else {})}

    return title, file, make, call


def sampler_weights(params, given):
    """The ratios that the trainer makes where it scores what was generated, by that very function."""
    mask = given.get("response_mask") or given["completion_mask"]
    stub = scorer(GRPOTrainer, {"rewards_per_func": [[1.0]] * len(mask)}, mask, num_generations=len(mask),
                  reward_weights=t([1.0]), use_vllm=True, vllm_importance_sampling_correction=True,
                  logp=t(given.get("old_log_prob") or given["old_per_token_logps"]),
                  **{k: v for k, v in params.items() if k.startswith("vllm_")})
    stub.sampler = given["rollout_log_prob"]
    output = GRPOTrainer._generate_and_score_completions(stub, [{"prompt": "p"}] * len(mask))
    return output["importance_sampling_ratio"].tolist()


def scorer(trainer, given, mask, logp=None, **settings):
    """A trainer for which everything has been generated and scored already."""
    stub = Trainer(trainer, given, logp, **settings)
    stub.sampler = None
    functions = len(given["rewards_per_func"][0])
    stub.reward_funcs = [None] * functions
    stub.reward_func_names = [f"reward {f}" for f in range(functions)]
    stub._tokenizer = SimpleNamespace(pad_token_id=0)
    stub.eos_token_ids = [0]
    lengths = [int(sum(row)) for row in mask]
    prompts, completions = [[1]] * len(mask), [[1] * n for n in lengths]

    def generate(_):
        logps = stub.sampler and [row[:n] for row, n in zip(stub.sampler, lengths)]
        if trainer is RLOOTrainer:
            return prompts, completions, ["c"] * len(mask)
        return prompts, completions, None, ["c"] * len(mask), logps, {}, None, None

    stub._generate = generate
    stub._calculate_rewards = lambda *_: t(given["rewards_per_func"])
    return stub


base = {"importance_sampling_level": "token", "beta": 0.0, "max_completion_length": 16,
        "num_items_in_batch": "sum of completion_mask unless given"}


def typed(kind, **more):
    """Options of one loss type; those that are functions are drawn."""
    draw = lambda b: {k: v(b) if callable(v) else v for k, v in more.items()}
    return lambda b: {"loss_type": kind, **base, **draw(b)}


TYPES = ["grpo", "bnpo", "dr_grpo", "dapo"]
beta = lambda b: b.pick([0.05, 0.1])
high = lambda b: b.pick([0.2, 0.28])
PLAIN = [
    *[loss(f"{kind}", "core/trl-grpo-loss", typed(kind, epsilon_high=high), OLD) for kind in TYPES],
    *[loss(f"{kind}, beta", "core/trl-grpo-loss", typed(kind, beta=beta), OLD) for kind in TYPES],
    *[loss(f"{kind}, delta", "core/trl-grpo-loss", typed(kind, delta=2.0), OLD) for kind in ["dapo", "grpo"]],
    loss("dapo, beta, bias correction", "core/trl-grpo-loss", typed("dapo", beta=beta, use_bias_correction_kl=True), OLD),
    loss("cispo", "core/trl-grpo-loss", typed("cispo", epsilon_high=lambda b: b.pick([1.2, 5.0])), OLD),
    loss("sapo", "core/trl-grpo-loss", typed("sapo"), OLD),
    loss("vespo", "core/trl-grpo-loss", typed("vespo"), OLD),
    loss("luspo", "core/trl-grpo-loss", typed("luspo", importance_sampling_level="sequence", epsilon_low=lambda b: b.pick([0.002, 0.2]), epsilon_high=lambda b: b.pick([0.0025, 0.2])), OLD),
    loss("grpo, sequence", "core/trl-grpo-loss", typed("grpo", importance_sampling_level="sequence", epsilon_low=3e-4, epsilon_high=4e-4), OLD),
    loss("dapo, top entropy", "core/trl-grpo-loss", typed("dapo", top_entropy_quantile=lambda b: b.pick([0.2, 0.5])), OLD),
    loss("dapo, off-policy mask", "core/trl-grpo-loss", typed("dapo", off_policy_mask_threshold=lambda b: b.pick([0.05, 0.3])), OLD),
    loss("gmpo", "core/trl-gmpo-loss", typed("gmpo", epsilon_low=0.4, epsilon_high=0.4, beta=lambda b: b.pick([0.0, 0.1])), OLD, GMPOTrainer),
]

count = {"num_items_in_batch": "sum of response_mask"}


def sequence(kind, **more):
    draw = lambda b: {k: v(b) if callable(v) else v for k, v in more.items()}
    return lambda b: {"loss_type": kind, "importance_sampling_level": "sequence", **count, **draw(b)}


def masked(kind, mode):
    return lambda b: {"loss_type": kind, "vllm_importance_sampling_mode": mode,
                      "vllm_importance_sampling_clip_max": b.pick([3.0, 1.3]),
                      "vllm_importance_sampling_clip_min": b.pick([None, 0.7]), **count}


vespo = {"vespo_k_pos": 2.0, "vespo_lambda_pos": 3.0, "vespo_k_neg": 3.0, "vespo_lambda_neg": 2.0}
NEWER = [
    loss("cispo, sequence", "trainers/trl-sequence-level", sequence("cispo", epsilon_high=lambda b: b.pick([1.2, 2.0])), NEW),
    loss("sapo, sequence", "trainers/trl-sequence-level", sequence("sapo", sapo_temperature_pos=1.0, sapo_temperature_neg=1.05), NEW),
    loss("dapo, sequence, delta", "trainers/trl-sequence-level", sequence("dapo", delta=1.3), NEW),
    loss("grpo, sequence, beta, bias correction", "trainers/trl-sequence-level", sequence("grpo", beta=0.1, use_bias_correction_kl=True), NEW),
    *[loss(f"{kind}, {mode}", "trainers/sampler-masks", masked(kind, mode), NEW, sampled=True)
      for kind in ["dapo", "grpo"] for mode in ["token_mask", "sequence_mask"]],
    *[loss(f"{kind}, top entropy and bonus", "trainers/trl-top-entropy-bonus",
           lambda b, kind=kind: {"loss_type": kind, "top_entropy_quantile": b.pick([0.3, 0.5]), "entropy_coef": 0.02}, NEW, entropy=True)
      for kind in ["dapo", "grpo"]],
    *[loss(f"vespo, {mode}", "trainers/trl-vespo-sampler", lambda b, mode=mode: {**masked("vespo", mode)(b), **vespo}, NEW, sampled=True)
      for mode in ["token_truncate", "token_mask"]],
]

# ---------------------------------------------------------------------------------------------------------------------
# Advantages


def scored(title, file, trainer, options, functions, mask=lambda b, rows: [[1.0]] * rows):
    def make(b):
        params = options(b)
        params["reward_weights"] = [1.0, b.uniform(0, 2), b.uniform(0, 2)][:functions]
        rows = params["num_generations"] * b.pick([1, 2, 3])
        columns = [b.rewards(rows) for _ in range(functions)]
        rewards = [[None if b.chance(0.1) else column[i] for column in columns] for i in range(rows)]
        if all(value is None for row in rewards for value in row):
            rewards[0][0] = 1.0
        return params, {"rewards_per_func": rewards}

    def call(params, given):
        rewards = [[float("nan") if x is None else x for x in row] for row in given["rewards_per_func"]]
        settings = {**params, "reward_weights": t(params["reward_weights"])}
        stub = scorer(trainer, {"rewards_per_func": rewards}, [[1.0]] * len(rewards), logp=t([[0.0]] * len(rewards)), **settings)
        output = trainer._generate_and_score_completions(stub, [{"prompt": "p"}] * len(rewards))
        return {"advantages": output["advantages"].tolist()}

    return title, file, make, call


def scaled(scale, combined="sum_then_normalize"):
    return lambda b: {"scale_rewards": scale, "multi_objective_aggregation": combined, "num_generations": b.pick([2, 4, 8])}


rloo = lambda clip, normalise: lambda b: {"beta": 0.0, "reward_clip_range": clip, "normalize_advantages": normalise, "num_generations": b.pick([2, 4, 8])}
ADVANTAGES = [
    *[scored(f"advantages, {scale}, {n} rewards", "core/trl-grpo-advantages", GRPOTrainer, scaled(scale), n)
      for scale in ["group", "batch", "none"] for n in [1, 2]],
    scored("advantages, normalise then sum, 2 rewards", "core/trl-grpo-advantages", GRPOTrainer, scaled("group", "normalize_then_sum"), 2),
    scored("advantages, normalise then sum, 3 rewards", "trainers/trl-reward-weights", GRPOTrainer, scaled("group", "normalize_then_sum"), 3),
    *[scored(f"RLOO, clip {clip}{', normalised' if normalise else ''}", "core/trl-rloo-advantages", RLOOTrainer, rloo(clip, normalise), 1)
      for clip in [None, [-0.5, 0.5], [0.0, 1.0]] for normalise in [False, True]],
]


def rloo_loss(b):
    mask = b.mask(int(b.rng.integers(1, 6)))
    old = b.logps(mask)
    sums = [sum(x * kept for x, kept in zip(*rows)) for rows in zip(old, mask)]
    return {"epsilon_low": 0.2, "epsilon_high": 0.2}, {
        "per_token_logps": b.near(old), "old_logps": sums, "advantages": b.normal(len(mask)), "completion_mask": mask,
        "entropies": [[0.5 for _ in row] for row in mask]}


def run_rloo_loss(params, given):
    logp = t(given["per_token_logps"], True)
    inputs = {**prompt(given["completion_mask"]), "completion_mask": t(given["completion_mask"]),
              "old_logps": t(given["old_logps"]), "advantages": t(given["advantages"])}
    value = RLOOTrainer._compute_loss(Trainer(RLOOTrainer, given, logp, t(given["entropies"]), **params), None, inputs)
    value.backward()
    return {"loss": value.item(), "grad_per_token_logps": logp.grad.tolist()}


def entropy_mask(b):
    mask = b.mask(int(b.rng.integers(1, 6)))
    share = b.pick([0.2, 0.5])
    return {"top_entropy_quantile": share, "threshold": 1 - share}, {"entropies": [[b.uniform(0.01, 2) for _ in row] for row in mask], "mask": mask}


def run_entropy_mask(params, given):
    kept = GRPOTrainer.get_high_entropy_mask(Trainer(GRPOTrainer, given), t(given["entropies"]), t(given["mask"]), params["threshold"])
    return {"entropy_mask": kept.tolist()}


def weighting(mode):
    def make(b):
        mask = b.mask(int(b.rng.integers(1, 6)))
        old = b.logps(mask)
        params = {k: v for k, v in masked("dapo", mode)(b).items() if k.startswith("vllm")}
        return params, {"old_log_prob": old, "rollout_log_prob": b.near(old), "response_mask": mask}

    return f"sampler weights, {mode}", "trainers/sampler-weights", make, lambda params, given: {"weights": sampler_weights(params, given)}


FUNCTIONS = [
    *PLAIN,
    *NEWER,
    *ADVANTAGES,
    ("RLOO loss", "core/trl-rloo-loss", rloo_loss, run_rloo_loss),
    ("high-entropy mask", "core/trl-high-entropy-mask", entropy_mask, run_entropy_mask),
    *[weighting(mode) for mode in ["token_truncate", "token_mask", "sequence_truncate", "sequence_mask"]],
]
