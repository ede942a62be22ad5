"""Cases of verl's own functions: what each was given and what it answered, as golden files hold them."""
import numpy as np
import torch
from batches import AGGREGATIONS
from omegaconf import OmegaConf
from verl.trainer.ppo import core_algos as algos
from verl.trainer.ppo import rollout_corr_helper as correction
from verl.workers.config import ActorConfig

REPOSITORY = "volcengine/verl"


def t(values, gradient=False):
    return torch.tensor(values, dtype=torch.float64, requires_grad=gradient)


# ---------------------------------------------------------------------------------------------------------------------
# Advantage estimators


def estimator(name, file, options=lambda b: {}, inputs=lambda b, mask: {}, indexed=True, holes=False, spread=False, plain=False):
    """`plain`: verl itself computes this one in single precision, so rewards that nearly agree are left out."""

    def make(b):
        group = b.group()
        mask = b.mask(len(group), holes=holes)
        rewards = np.asarray(b.normal((len(mask), len(mask[0])))) * mask if spread else None
        given = {
            "token_level_rewards": rewards.tolist() if spread else b.at_end(mask, b.rewards(len(mask), plain)),
            "response_mask": mask,
            **({"index": group} if indexed else {}),
            **inputs(b, mask),
        }
        return options(b), given

    def call(params, given):
        tensors = {key: t(value) for key, value in given.items() if key != "index"}
        if "index" in given:
            tensors["index"] = np.array(given["index"])
        config = OmegaConf.create({k: v for k, v in params.items() if k in ("gamma", "lam", "norm_adv_by_std_in_grpo")})
        named = {k: v for k, v in params.items() if k not in ("gamma", "lam")}
        if name == "gae":
            advantages, returns = algos.get_adv_estimator_fn(name)(**tensors, gamma=params["gamma"], lam=params["lam"])
        else:
            advantages, returns = algos.get_adv_estimator_fn(name)(**tensors, **named, config=config)
        return {"advantages": advantages.tolist(), "returns": returns.tolist()}

    return f"adv {name}", file, make, call


def gdpo_case(b):
    """Single precision inside verl, as above."""
    group = b.group()
    mask = b.mask(len(group))
    keys = ["correct", "format", "brief"][: b.pick([1, 2, 3])]
    params = {
        "epsilon": 1e-6,
        "gdpo_reward_keys": keys,
        "gdpo_reward_weights": b.pick([None, [b.uniform(0, 2) for _ in keys]]),
        "norm_adv_by_std_in_grpo": b.chance(0.7),
    }
    return params, {"reward_components": {key: b.rewards(len(group), True) for key in keys}, "index": group, "response_mask": mask}


def gdpo(params, given):
    mask = t(given["response_mask"])
    config = OmegaConf.create({k: params[k] for k in ("gdpo_reward_keys", "gdpo_reward_weights")})
    prompts = torch.zeros((len(mask), 1))
    advantages, _ = algos.compute_gdpo_outcome_advantage(
        torch.zeros_like(mask), mask.float(), np.array(given["index"]), params["epsilon"],
        params["norm_adv_by_std_in_grpo"], config, given["reward_components"],
        {"prompts": prompts, "attention_mask": torch.cat([prompts + 1, mask], 1).long()},
    )
    return {"advantages": advantages.tolist()}


stds = lambda b: {"norm_adv_by_std_in_grpo": b.chance(0.5), "epsilon": 1e-6}
token_baseline_inputs = lambda b, mask: {
    "old_log_probs": b.logps(mask),
    "sum_pi_squared": [[b.uniform(0.05, 1) for _ in row] for row in mask],
    **({"rollout_is_weights": [[b.uniform(0.2, 2) for _ in row] for row in mask]} if b.chance(0.4) else {}),
}
token_baseline = lambda b: {"handle_zero_tail": b.chance(0.5), "epsilon": 1e-8}

ESTIMATORS = [
    estimator("grpo", "core/verl-adv-grpo", stds),
    estimator("grpo_vectorized", "core/verl-adv-grpo-vectorized", stds, plain=True),
    estimator("grpo_passk", "core/verl-adv-grpo-passk", stds),
    estimator("gpg", "core/verl-adv-gpg", lambda b: {"f_norm": b.pick([1.0, 0.5])}),
    estimator("opo", "core/verl-adv-opo"),
    estimator("rloo", "core/verl-adv-rloo"),
    estimator("rloo_vectorized", "core/verl-adv-rloo-vectorized"),
    estimator("reinforce_plus_plus_baseline", "core/verl-adv-reinforce-plus-plus-baseline"),
    estimator("reinforce_plus_plus", "trainers/reinforce-plus-plus-0.9.1", lambda b: {"gamma": b.pick([1.0, 0.9])},
              indexed=False, holes=True),
    estimator("remax", "core/verl-adv-remax", indexed=False,
              inputs=lambda b, mask: {"reward_baselines": b.rewards(len(mask))}),
    estimator("gae", "core/verl-adv-gae", lambda b: {"gamma": b.pick([1.0, 0.95]), "lam": b.pick([1.0, 0.9, 0.0])},
              lambda b, mask: {"values": b.normal((len(mask), len(mask[0])))}, indexed=False, holes=True, spread=True),
    estimator("optimal_token_baseline", "trainers/verl-0.9.1-otb", token_baseline, token_baseline_inputs),
    estimator("tir_optimal_token_baseline", "core/verl-adv-tir-optimal-token-baseline", token_baseline,
              token_baseline_inputs, holes=True),
    ("adv gdpo", "trainers/gdpo-verl", gdpo_case, gdpo),
]

# ---------------------------------------------------------------------------------------------------------------------
# Policy losses


def clips(b):
    return {"clip_ratio_low": b.pick([0.2, 0.1, 0.4]), "clip_ratio_high": b.pick([0.2, 0.28, 0.4])}


def actor(params):
    known = ("clip_ratio_low", "clip_ratio_high", "clip_ratio_c", "tau_pos", "tau_neg")
    own = ("clip_cov_ratio", "clip_cov_lb", "clip_cov_ub", "kl_cov_ratio", "ppo_kl_coef", "dro_beta")
    correcting = ("loss_type", "rollout_is", "rollout_is_threshold", "rollout_is_batch_normalize", "rollout_rs", "rollout_rs_threshold")
    config = ActorConfig(strategy="fsdp", rollout_n=1, ppo_micro_batch_size_per_gpu=1,
                         **{k: params[k] for k in known if k in params})
    policy = {k: params[k] for k in own if k in params}
    if "loss_type" in params:
        policy["rollout_correction"] = {k: params[k] for k in correcting if k in params}
    object.__setattr__(config, "policy_loss", OmegaConf.create(policy))
    return config


def loss(name, file, options, aggregations=AGGREGATIONS, weights=0.0, per_token=0.3, least=1):
    """One entry per aggregation; `None` stands for a loss that has only its own. `per_token`: share of batches whose
    advantages differ from token to token; `least`: tokens of a batch."""

    def entry(aggregation):
        def make(b):
            draw = lambda: b.mask(int(b.rng.integers(1, 6)), holes=b.chance(0.3), empty=b.chance(0.3))
            mask = next(mask for mask in iter(draw, None) if sum(map(sum, mask)) >= least)
            old = b.logps(mask)
            params = {**options(b), **({"loss_agg_mode": aggregation} if aggregation else {})}
            given = {"old_log_prob": old, "log_prob": b.near(old), "response_mask": mask,
                     "advantages": b.advantages(mask, b.chance(per_token))}
            if b.chance(weights):
                given["rollout_is_weights"] = [[b.uniform(0.2, 2) for _ in row] for row in mask]
            return params, given

        def call(params, given):
            logp = t(given["log_prob"], True)
            rows = {k: t(given[k]) for k in ("advantages", "response_mask")}
            extra = {"rollout_is_weights": t(given["rollout_is_weights"])} if "rollout_is_weights" in given else {}
            run = algos.compute_policy_loss_reinforce if name == "reinforce" else algos.get_policy_loss_fn(name)
            first = {("rollout_log_prob" if name == "reinforce" else "old_log_prob"): t(given["old_log_prob"])}
            mode = {"loss_agg_mode": params["loss_agg_mode"]} if aggregation else {}
            value, _ = run(**first, log_prob=logp, **rows, config=actor(params), **mode, **extra)
            value.backward()
            return {"loss": value.item(), "grad_log_prob": logp.grad.tolist()}

        return f"loss {name}{', ' + aggregation if aggregation else ''}", file, make, call

    return [entry(aggregation) for aggregation in aggregations]


named = lambda params: {"convention": "verl", **params}
bypass = lambda b: {
    "loss_type": b.pick(["ppo_clip", "reinforce"]),
    "rollout_is": b.pick(["token", "sequence"]),
    "rollout_is_threshold": b.pick([2.0, 1.2, "0.7_1.3"]),
    **b.pick([{}, {"rollout_rs": "token_k1,seq_mean_k3", "rollout_rs_threshold": "0.6_1.6,0.1"}]),
}

LOSSES = [
    *loss("vanilla", "core/verl-loss-vanilla-ppo", lambda b: {**clips(b), "clip_ratio_c": b.pick([3.0, 2.0])}, weights=0.3),
    *loss("gspo", "trainers/verl-0.9.1-gspo", clips, per_token=0.0),
    *loss("sapo", "core/verl-loss-sapo", lambda b: {"tau_pos": b.pick([1.0, 3.0]), "tau_neg": b.pick([1.05, 4.0])}, ["seq-mean-token-mean"]),
    *loss("gpg", "core/verl-loss-gpg", lambda b: {}),
    *loss("clip_cov", "core/verl-loss-clip-cov", lambda b: {**clips(b), "clip_cov_ratio": 1.0, "clip_cov_lb": b.pick([0.1, 1.0]), "clip_cov_ub": b.pick([5.0, 60.0])}),
    # Covariances of two tokens tie, and all of one response with one advantage: which ones torch.topk takes is chance.
    *loss("kl_cov", "core/verl-loss-kl-cov", lambda b: {"kl_cov_ratio": b.pick([0.2, 1.0]), "ppo_kl_coef": b.pick([0.1, 1.0])}, per_token=1.0, least=3),
    *loss("geo_mean", "core/verl-loss-gmpo", lambda b: {**clips(b), "loss_agg_mode": "token-mean"}, [None], per_token=0.0),
    *loss("geo_mean", "trainers/verl-0.9.1-gmpo-weights", clips, [None], weights=1.0, per_token=0.0),
    *loss("dro", "trainers/dro", lambda b: {"dro_beta": b.pick([0.05, 0.5, 1.0])}),
    *loss("cispo", "core/verl-loss-cispo", lambda b: {"clip_ratio_low": b.pick([0.2, 1.0]), "clip_ratio_high": b.pick([0.2, 4.0])}),
    *loss("reinforce", "core/verl-loss-reinforce", lambda b: {}, weights=0.3),
    *loss("dppo_tv", "trainers/dppo-tv", lambda b: named({**clips(b), "clip_ratio_c": b.pick([3.0, 20.0])}), weights=0.3),
    *loss("dppo_kl", "trainers/dppo-kl", lambda b: named({**clips(b), "clip_ratio_c": b.pick([3.0, 20.0])}), weights=0.3),
    *loss("bypass_mode", "trainers/verl-bypass", bypass, ["token-mean"]),
]

# ---------------------------------------------------------------------------------------------------------------------
# What is common to all


def aggregation(mode):
    def make(b):
        mask = b.mask(int(b.rng.integers(1, 6)), holes=b.chance(0.3), empty=b.chance(0.5))
        shares = {"dp_size": 2, "batch_num_tokens": int(b.rng.integers(5, 40)), "global_batch_size": int(b.rng.integers(4, 12))}
        scale = {"loss_scale_factor": int(b.rng.integers(2, 30))} if mode.endswith("norm") and b.chance(0.5) else {}
        return {"loss_agg_mode": mode, **(shares if b.chance(0.4) else {}), **scale}, {
            "loss_mat": b.normal((len(mask), len(mask[0]))), "loss_mask": mask}

    def call(params, given):
        matrix = t(given["loss_mat"], True)
        value = algos.agg_loss(matrix, t(given["loss_mask"]), **params)
        value.backward()
        return {"loss": value.item(), "grad_loss_mat": matrix.grad.tolist()}

    return f"agg_loss {mode}", "trainers/aggregation-verl-0.9.1", make, call


def kl(name):
    def make(b):
        shape = (int(b.rng.integers(1, 4)), int(b.rng.integers(1, 6)))
        logps = b.logps(np.zeros(shape))
        return {"kl_penalty": name}, {"logprob": logps, "ref_logprob": b.near(logps, b.pick([0.1, 1.0, 5.0]))}

    def call(params, given):
        logp = t(given["logprob"], True)
        value = algos.kl_penalty(logp, t(given["ref_logprob"]), params["kl_penalty"])
        value.sum().backward()
        return {"kl": value.tolist(), "grad_logprob": logp.grad.tolist()}

    return f"kl_penalty {name}", "trainers/kl-penalty-plus", make, call


def sampler(name, options):
    def make(b):
        mask = b.mask(int(b.rng.integers(1, 6)), holes=b.chance(0.3))
        return options(b), {"log_ratio": b.normal((len(mask), len(mask[0])), 0, b.pick([0.1, 0.5, 2.0])), "response_mask": mask}

    def call(params, given):
        ratio, mask = t(given["log_ratio"]), t(given["response_mask"])
        if "rollout_rs" in params:
            kept, _ = correction.compute_rollout_rejection_mask(ratio, mask, **params)
            return {"response_mask": kept.tolist()}
        weights, _ = correction.compute_rollout_correction_weights(ratio, mask, **params)
        return {"rollout_is_weights": weights.tolist()}

    return f"rollout correction {name}", "trainers/verl-rollout-low-high", make, call


def weights(level, threshold):
    options = lambda b: {"rollout_is": level, "rollout_is_threshold": b.pick(threshold), "rollout_is_batch_normalize": b.chance(0.3)}
    return sampler(f"{level}{' low_high' if isinstance(threshold[0], str) else ''}", options)


RULES = ["token_k1", "token_k2", "token_k3", "seq_sum_k1", "seq_sum_k2", "seq_sum_k3", "seq_mean_k1", "seq_mean_k2",
         "seq_mean_k3", "seq_max_k2", "seq_max_k3"]
bound = lambda b, rule: b.pick(["0.5_2.0", "0.8_1.2", "2.0"]) if rule.endswith("k1") else str(b.pick([0.05, 0.3]))
rejecting = lambda rule: sampler(f"reject {rule}", lambda b: {"rollout_rs": rule, "rollout_rs_threshold": bound(b, rule)})


def two_rules(b):
    rules = [b.pick(RULES[:3]), b.pick(RULES[3:])]
    return {"rollout_rs": ",".join(rules), "rollout_rs_threshold": ",".join(bound(b, rule) for rule in rules)}


def value_loss(b):
    mask = b.mask(int(b.rng.integers(1, 6)), holes=b.chance(0.3))
    shape = (len(mask), len(mask[0]))
    return {"cliprange_value": b.pick([0.05, 0.2, 0.5]), "loss_agg_mode": "token-mean"}, {
        "vpreds": b.normal(shape), "values": b.normal(shape), "returns": b.normal(shape), "response_mask": mask}


def run_value_loss(params, given):
    vpreds = t(given["vpreds"], True)
    value, share = algos.compute_value_loss(vpreds, t(given["returns"]), t(given["values"]), t(given["response_mask"]), **params)
    value.backward()
    return {"vf_loss": value.item(), "vf_clipfrac": share.item(), "grad_vpreds": vpreds.grad.tolist()}


KL_NAMES = ["kl", "k1", "abs", "mse", "k2", "low_var_kl", "k3"]

FUNCTIONS = [
    *ESTIMATORS,
    *LOSSES,
    *[aggregation(mode) for mode in AGGREGATIONS],
    *[kl(name + plus) for name in KL_NAMES for plus in ("", "+")],
    weights("token", [2.0, 1.2]), weights("sequence", [2.0, 1.2]),
    weights("token", ["0.5_2.0", "0.9_1.1"]), weights("sequence", ["0.5_2.0", "0.9_1.1"]),
    *[rejecting(rule) for rule in RULES],
    sampler("two rules", two_rules),
    ("value loss", "core/verl-value-loss", value_loss, run_value_loss),
]
