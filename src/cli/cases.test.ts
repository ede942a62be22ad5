/**
 * What people reported of trainers and viewers in public, each turned into a small input, with the value that the
 * maintainers' words, a merged fix or the mathematics call right. Not here, because they need formats or worlds that do
 * not exist yet: byte-level tokens (tokenizers 1470), steps grouped by state.
 */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { main } from './main.ts'

interface Case {
  /** Where it was reported. */
  readonly source: string
  /** CliCommand, method, file and options. */
  readonly line: string
  readonly code?: number
  /** Parts of the JSON answer, numbers to three digits. */
  readonly gives?: object
  /** Words on stderr; a line may not be there at all when this is empty. */
  readonly says?: RegExp
}

const cases: readonly Case[] = [
  {
    source: 'NeMo-RL 3469, TRL 6365: groups that agree on what is correct are dropped, whatever their rewards',
    line: 'estimate --method dapo --in dapo-filter-groups.jsonl',
    gives: { advantage: [1.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, -1.5, 0, 0, 0, 0, 0, 0, 0, 0] },
    says: /dapo drops 2 of 4 groups, as it does live: "all-right", "all-right-lengths"/,
  },
  {
    source: 'TRL 7068, rlhf-book 384: a dead group dilutes the mean',
    line: 'objective --method dapo --in zero-variance-dilution.jsonl',
    gives: { gradLogp: [[-0.195, -0.195], [0.16, 0.16], new Array(6).fill(0), new Array(6).fill(0)] },
    says: /drops 1 of 2 groups.*: dead\./,
  },
  {
    source: 'the same, when nothing is dropped',
    line: 'objective --method dapo --keep off --in zero-variance-dilution.jsonl',
    says: /^dapo does not read [^\n]*$/,
    gives: { gradLogp: [[-0.049, -0.049], [0.04, 0.04], new Array(6).fill(0), new Array(6).fill(0)] },
  },
  {
    source: 'verl 3741: the divisor follows the batch, and says so',
    line: 'objective --method dr-grpo --in drgrpo-normaliser.jsonl',
    gives: { loss: 0.125 },
    says: /divided by 4, the longest response of this file/,
  },
  {
    source: 'verl 3741: with a length of one’s own, (4 - 2) * 0.5 / 100',
    line: 'objective --method dr-grpo --convention verl-b178a3c --param normLength=100 --in drgrpo-normaliser.jsonl',
    gives: { loss: 0.01 },
    says: /^$/,
  },
  {
    source: 'verl 3741: where verl counts a doubled batch twice',
    line: 'objective --method dr-grpo --convention verl-b178a3c --param normLength=100 --in drgrpo-normaliser-double.jsonl',
    gives: { loss: 0.02 },
    says: /^$/,
  },
  {
    source: 'verl 3741: and TRL divides by its 2 or 4 responses',
    line: 'objective --method dr-grpo --convention trl --param normLength=100 --in drgrpo-normaliser.jsonl',
    gives: { loss: 0.005 },
  },
  {
    source: 'verl 3741: the same for the doubled batch',
    line: 'objective --method dr-grpo --convention trl --param normLength=100 --in drgrpo-normaliser-double.jsonl',
    gives: { loss: 0.005 },
  },
  {
    source: 'TRL 6166: a sampler that told nothing of a token stops nobody who does not ask',
    line: 'estimate --method grpo --in sampler-logp-null.jsonl',
    gives: { advantage: [1, -1].map(sign => Number((sign * Math.SQRT1_2).toFixed(3))) },
    says: /samplerLogp: null at 1 token;/,
  },
  {
    source: 'TRL 6693: NaN and Infinity as Python writes them',
    line: 'estimate --method grpo --in python-nan.jsonl',
    code: 1,
    says: /line 1: .*JSON has no NaN: write null.*\n.*line 2: .*JSON has no Infinity: write a finite number/,
  },
  {
    source: 'verl 6101: another trainer’s dump is read as it is',
    line: 'estimate --method grpo --in verl-dump.jsonl',
    gives: { advantage: [1, -1, -1, 1].map(sign => (sign * Math.round(1000 * Math.SQRT1_2)) / 1000) },
  },
  {
    source: 'verl 7278: the return passes what a tool writes',
    line: 'estimate --method reinforce-plus-plus --in rfpp-hole.jsonl',
    gives: { credit: [1, -1].map(sign => [1, 1, 0, 0, 1, 1].map(own => sign * own * 0.935 + 0)) },
  },
  {
    source: 'verl 7278: as when the tool’s words are left out',
    line: 'estimate --method reinforce-plus-plus --in rfpp-hole-compact.jsonl',
    gives: { credit: [1, -1].map(sign => new Array(4).fill(sign * 0.935)) },
  },
  {
    source: 'verl 6376: the discount counts generated tokens',
    line: 'estimate --method reinforce-plus-plus --param gamma=0.5 --in rfpp-hole-gamma.jsonl',
    gives: { explain: { return: { values: [[0.5, 0, 1], new Array(3).fill(0)] } } },
  },
  {
    source: 'verl 7278: cut there, as verl pinned it',
    line: 'estimate --method reinforce-plus-plus --convention verl-b178a3c --in rfpp-hole-gamma.jsonl',
    gives: { explain: { return: { values: [[0, 1, 1], new Array(3).fill(0)] } } },
  },
  {
    source: 'SkyRL 201: turns are paid at their last generated tokens',
    line: 'estimate --method reinforce-plus-plus --in turn-rewards.jsonl',
    gives: {
      explain: {
        return: {
          values: [
            [1.3, 0, 1.1, 0, 1],
            [0.4, 0, -0.1, 0, 0],
          ],
        },
      },
    },
  },
  {
    source: 'TRL 5773: with a response that nothing could score',
    line: 'estimate --method ppo --in none-reward-value.jsonl',
    gives: { credit: [[0.899, 0.947], [0], expect.any(Array), [0.947], [0.947], expect.any(Array)] },
  },
  {
    source: 'TRL 5773: and without it',
    line: 'estimate --method ppo --in none-reward-value-removed.jsonl',
    gives: { credit: [[0.899, 0.947], expect.any(Array), [0.947], [0.947], expect.any(Array)] },
  },
  {
    source: 'verl 3245: weights of tokens on one ratio per response are joined by their geometric mean',
    line: 'objective --method gmpo --param samplerCorrection=token --convention verl --in gmpo-sampler-weights.jsonl',
    gives: { gradLogp: [new Array(2).fill(-0.25), new Array(2).fill(0.177)] },
  },
  {
    source: 'TRL 1536: a response that was cut off is no end: the value after it stands for what would follow',
    line: 'estimate --method ppo --param whiten=off --param atCutOff=bootstrap --in truncated-bootstrap.jsonl',
    gives: {
      credit: [
        [0.195, 0.1, 0],
        [-0.58, -0.295, -0.1],
      ],
    },
    says: /^$/,
  },
  {
    source: 'TRL 1536: and without that value it is asked for',
    line: 'estimate --method ppo --param atCutOff=bootstrap --in none-reward-value.jsonl',
    code: 1,
    says: /atCutOff=bootstrap: expected column "truncated", got none/,
  },
  {
    source: 'slime 2302: samples of one rollout count once',
    line: 'estimate --method grpo --in fanout.jsonl',
    gives: {
      advantage: [1, 1, 1, -1].map(sign => Number((sign * Math.SQRT1_2).toFixed(3))),
      explain: { mean: { values: new Array(4).fill(0.5) } },
    },
    says: /^$/,
  },
  {
    source: 'miles 2378: also without the division by the spread',
    line: 'estimate --method dr-grpo --in fanout.jsonl',
    gives: { advantage: [0.5, 0.5, 0.5, -0.5] },
  },
  {
    source: 'NeMo-RL 1518: a leave-one-out baseline',
    line: 'estimate --method rloo --in loo-std-residue.jsonl',
    gives: { advantage: [...new Array(7).fill(-0.086), 0.6] },
  },
  {
    source: 'NeMo-RL 1518: the deviation of the group bounds the one that differs',
    line: 'estimate --method grpo --in loo-std-residue.jsonl',
    gives: { advantage: [...new Array(7).fill(-0.354), 2.475] },
  },
  {
    source: 'NeMo-RL 4158: siblings that agree have no deviation, and divided by it one response outweighs all',
    line: 'estimate --method loop --param divideBy=deviation --param spreadOver=others --in loo-std-residue.jsonl',
    gives: { advantage: [...new Array(7).fill(-0.408), 6e6] },
  },
  {
    source: 'NeMo-RL 4161: a floor is the cure',
    line: 'estimate --method loop --param divideBy=deviation --param spreadOver=others --param stdFloor=0.1 --in loo-std-residue.jsonl',
    gives: { advantage: [...new Array(7).fill(-0.408), 6] },
  },
  {
    source: 'NeMo-RL 4161: the same for GRPO',
    line: 'estimate --method grpo --param spreadOver=others --param stdFloor=0.1 --in loo-std-residue.jsonl',
    gives: { advantage: [...new Array(7).fill(-0.331), 5.25] },
  },
  {
    source: 'miles 570: equal rewards have no deviation, even without epsilon',
    line: 'estimate --method grpo --param epsilon=0 --in identical-0.35.jsonl',
    gives: { advantage: new Array(11).fill(0) },
  },
  {
    source:
      'open-instruct 1161, TRL 3021: accumulated micro-batches that divide by the whole’s tokens are the whole batch',
    line: 'objective --method grpo --recorded --param microBatches=2 --in micro-batches.jsonl',
    gives: { loss: 0.429 },
  },
  {
    source: 'the same, when each divides by its own tokens: the mean of 0.6 and 0',
    line: 'objective --method grpo --recorded --param microBatches=2 --param microNormalise=each --in micro-batches.jsonl',
    gives: { loss: 0.3, gradLogp: [[-0.05, -0.05], new Array(8).fill(0.05), [0.125, 0.125], [-0.125, -0.125]] },
  },
  {
    source: 'the same, when every response weighs the same: how it is cut does not matter',
    line: 'objective --method grpo --recorded --param aggregation=seq-mean-token-mean --param microBatches=2 --param microNormalise=each --in micro-batches.jsonl',
    gives: { loss: 0 },
  },
  {
    source: 'RLinf 1529: a value that moved away from its target is not clipped: the plain error is the larger',
    line: 'objective --method ppo --in value-clip.jsonl',
    gives: { explain: { clippedValue: new Array(2).fill([0, 0]) } },
  },
  {
    source: 'the same, moved towards its target by more than the clip: marked, and no gradient',
    line: 'objective --method ppo --in value-clip-towards.jsonl',
    gives: {
      explain: {
        clippedValue: [
          [1, 0],
          [0, 0],
        ],
      },
      gradValue: [
        [0, -0.225],
        [0.024, 0.025],
      ],
    },
  },
  {
    source: 'TRL 3015: an estimator that overflows says where, from what and the cure',
    line: 'objective --method grpo --convention trl --param klCoefficient=0.04 --in k3-overflow.jsonl',
    code: 1,
    says: /rollout 1, token 1: .*refLogp - logp is 119.*k3-clipped/,
  },
  {
    source: 'TRL 3015: the clipped estimator says 10 there, 0.04 * 10 / 4 tokens = 0.1, and its gradient ends',
    line: 'objective --method grpo --convention verl --param klCoefficient=0.04 --in k3-overflow.jsonl',
    gives: { loss: 0.1, gradLogp: [-1, 1].map(sign => new Array(2).fill(sign * 0.177)) },
  },
  {
    source: 'miles 1827, verl 2337: GAE ends at the last generated token, whatever values stand at a tool’s',
    line: 'estimate --method ppo --param gamma=0.9 --param lambda=1 --param whiten=off --in gae-hole-trailing.jsonl',
    gives: {
      credit: [
        [0.4, 0, 0.75, 0, 0],
        [-0.5, 0, -0.75, 0, 0],
      ],
    },
  },
  {
    source: 'miles 1827: as when the tool’s words are left out',
    line: 'estimate --method ppo --param gamma=0.9 --param lambda=1 --param whiten=off --in gae-compact.jsonl',
    gives: {
      credit: [
        [0.4, 0.75],
        [-0.5, -0.75],
      ],
    },
  },
  {
    source: 'TRL 5902: what nothing could score gets 0 and leaves its siblings’ baseline alone: 1 - 0, 0 - 1',
    line: 'estimate --method rloo --in none-reward.jsonl',
    gives: { advantage: [1, 0, -1, 0.5, 0.5, -1] },
  },
  {
    source: 'TRL 5902: nor is it in the mean, 1 - 1/2 and 1 - 2/3',
    line: 'estimate --method dr-grpo --in none-reward.jsonl',
    gives: { advantage: [0.5, 0, -0.5, 0.333, 0.333, -0.667] },
  },
  {
    source: 'TRL 5773: no gradient at it, numbers everywhere else: credit 0.707, 0.577 and 1.155 over 9 tokens',
    line: 'objective --method grpo --in none-reward-logp.jsonl',
    gives: { loss: 0.079, gradLogp: [[-0.079, -0.079], [0], [0.079, 0.079, 0.079], [-0.064], [-0.064], [0.128]] },
  },
  {
    source: 'TRL 5773: the same with a value head: credit 0.899 and 0.947 over 9 tokens',
    line: 'objective --method ppo --in none-reward-value.jsonl',
    gives: { gradLogp: [[-0.1, -0.105], [0], expect.any(Array), [-0.105], [-0.105], [0.108]] },
  },
  {
    source: 'TRL 6369, 6439: tokens that were cut off are out of the denominator too, 2 * 1.105 * 0.866 / 6',
    line: 'objective --method mask-truncated-completions --in mask-truncated-denominator.jsonl',
    gives: {
      loss: -0.319,
      gradLogp: [[-0.16, -0.16], [0.16, 0.16], new Array(6).fill(0), [-0.16, -0.16]],
    },
  },
  {
    source: 'TRL 6369: all of them cut off, the loss is 0',
    line: 'objective --method mask-truncated-completions --in mask-truncated-all.jsonl',
    gives: { loss: 0, gradLogp: [new Array(3).fill(0), new Array(4).fill(0)] },
  },
  {
    source: 'verl 7581: alone in its group, TRL gives a response nothing',
    line: 'estimate --method rloo --convention trl --in rloo-singleton.jsonl',
    gives: { advantage: [0, 0, 1, -1] },
  },
  {
    source: 'verl 7581: and verl its reward',
    line: 'estimate --method rloo --convention verl --in rloo-singleton.jsonl',
    gives: { advantage: [2.5, -0.5, 1, -1] },
  },
  {
    source: 'TRL 3823: each response weighs the same, 0.1768 * 2 = 0.0442 * 8',
    line: 'objective --method gspo --in gspo-loss-scale.jsonl',
    gives: { loss: 0, gradLogp: [new Array(2).fill(-0.177), new Array(8).fill(0.044)] },
  },
  {
    source: 'TRL 3823: over tokens the longer one weighs more, 0.707 * (8 - 2) / 10',
    line: 'objective --method gspo --param aggregation=token-mean --in gspo-loss-scale.jsonl',
    gives: { loss: 0.424, gradLogp: [new Array(2).fill(-0.071), new Array(8).fill(0.071)] },
  },
  {
    source: 'OpenRLHF 1252: 9 generated tokens cost 0.75 with and without a tool’s 3, so both stand at 0.25 - -1/6',
    line: 'estimate --method dapo --param overlongLimit=10 --param overlongCache=0.4 --param epsilon=0 --in overlong-tool-span.jsonl',
    gives: { advantage: [0.577, 0.577, -1.155], explain: { mean: { values: new Array(3).fill(-0.167) } } },
  },
  {
    source: 'TRL 2995, open-r1 239: at the first update the loss is 0 per response',
    line: 'objective --method grpo --param aggregation=seq-mean-token-mean --in first-iteration-loss.jsonl',
    gives: { loss: 0 },
  },
  {
    source: 'TRL 2995: and per token it is not, 0.866 * (10 + 4 - 2 - 8) / 24',
    line: 'objective --method grpo --in first-iteration-loss.jsonl',
    gives: { loss: 0.144 },
  },
  {
    source: 'tianshou 433, verl 784: the dual clip acts on negative credit only, 0.707 * (-1.2 - 1 + 3 + 1) / 4',
    line: 'objective --method grpo --param dualClip=3 --in dual-clip.jsonl',
    gives: {
      loss: 0.318,
      gradLogp: [
        [0, -0.177],
        [0, 0.177],
      ],
      explain: {
        clippedDual: [
          [0, 0],
          [1, 0],
        ],
      },
    },
  },
  {
    source: 'TRL 6789: a sampler that drew from 0.8 of the mass makes weights of 0.8 per token, 0.8 * 0.177',
    line: 'objective --method grpo --param samplerCorrection=token --in top-p-kept-mass.jsonl',
    gives: { gradLogp: [-1, 1].map(sign => new Array(2).fill(sign * 0.141)) },
  },
  {
    source: 'TRL 6789: and 0.64 per response',
    line: 'objective --method grpo --param samplerCorrection=sequence --in top-p-kept-mass.jsonl',
    gives: { gradLogp: [-1, 1].map(sign => new Array(2).fill(sign * 0.113)) },
  },
  {
    source: 'prime-rl 2601: with the mass told, and both over what was kept, the weight is 1',
    line: 'objective --method grpo --param samplerCorrection=token --param samplerSupport=kept --in top-p-kept-mass-told.jsonl',
    gives: { gradLogp: [-1, 1].map(sign => new Array(2).fill(sign * 0.177)) },
  },
  {
    source: 'verl, bypass mode: the ratio against what drew is 0.8 per token, and its clip holds the one that fell',
    line: 'objective --method grpo --param oldFrom=sampler --param clipLow=0.1 --in top-p-kept-mass.jsonl',
    gives: {
      gradLogp: [
        [-0.141, -0.141],
        [0, 0],
      ],
      explain: { ratio: new Array(2).fill([0.8, 0.8]) },
    },
    says: /^$/,
  },
  {
    source: 'the same, when nobody recorded it',
    line: 'objective --method grpo --param oldFrom=sampler --in dual-clip.jsonl',
    code: 1,
    says: /oldFrom=sampler: expected column "samplerLogp", got none/,
  },
  {
    source: 'prime-rl 2601: nobody guesses the mass',
    line: 'objective --method grpo --param samplerCorrection=token --param samplerSupport=kept --in top-p-kept-mass.jsonl',
    code: 1,
    says: /column "keptMass"/,
  },
]

/** Smallest inputs on which this once differed from verl 0.9.1 or TRL 1.16 as installed, with what these say. */
const besideTrainers: readonly Case[] = [
  {
    source: 'TRL 1.16 multiplies the KL term by the ratio unless told otherwise',
    line: 'objective --method grpo --convention trl --param klCoefficient=0.1 --recorded --in trl-kl-times-ratio.jsonl',
    gives: { loss: -1.194, gradLogp: [[0.04]] },
  },
  {
    source: 'TRL 1.16: by the response’s ratio where the response has one',
    line: 'objective --method gspo-trl --convention trl --param aggregation=seq-mean-token-mean --param clipLow=0.1 --param clipHigh=0.2 --param klCoefficient=0.1 --param klTimesRatio=on --recorded --in trl-kl-times-response-ratio.jsonl',
    gives: { loss: -0.8, gradLogp: [[-0.35, -0.4]] },
  },
  {
    source: 'TRL 1.16: a response whose ratio to the sampler exceeds 3 is silent',
    line: 'objective --method grpo --convention trl --param samplerCorrection=sequence --in trl-sequence-mask.jsonl',
    gives: { loss: 0.353, gradLogp: [[0.353], [0]] },
  },
  {
    source: 'TRL 1.16: token_mask',
    line: 'objective --method grpo --convention trl --param aggregation=token-mean --param samplerCorrection=token --in trl-token-mask.jsonl',
    gives: { loss: 0.223, gradLogp: [[-0.13], [0.354]] },
  },
  {
    source: 'TRL 1.16: token_truncate with both bounds',
    line: 'objective --method grpo --convention trl --param aggregation=token-mean --param samplerCorrection=token --param samplerEffect=cap --param samplerFloor=0.5 --param samplerCap=2 --in trl-token-truncate.jsonl',
    gives: { loss: 0, gradLogp: [[-0.177], [0.177]] },
  },
  {
    source: 'TRL 1.16: with a mask of entropy the bonus is the mean over the kept tokens',
    line: 'objective --method high-entropy-token-mask --convention trl --param topShare=0.2 --param entropyCoefficient=0.01 --recorded --in trl-entropy-of-kept.jsonl',
    gives: { loss: -0.008, gradLogp: [[0, 0]], gradEntropy: [[-0.01, 0]] },
  },
  {
    source: 'TRL 1.16: the first window pays nothing for entropy',
    line: 'objective --method trl-adaptive-entropy --convention trl --param entropyFloor=0.1 --in trl-adaptive-first.jsonl',
    gives: { loss: 0, gradLogp: [[0]], gradEntropy: [[0]] },
  },
  {
    source: 'verl 0.9.1: low_var_kl by its own name',
    line: 'objective --method grpo --convention verl --param aggregation=seq-mean-token-sum-norm --param normRows=responses --param klCoefficient=1 --param klEstimator=low_var_kl --recorded --in verl-low-var-kl.jsonl',
    gives: { loss: 4.007, gradLogp: [[0], [0.993]] },
  },
  {
    source: 'verl 0.9.1: kl by its own name',
    line: 'objective --method grpo --convention verl --param aggregation=seq-mean-token-sum-norm --param normRows=responses --param klCoefficient=1 --param klEstimator=kl --recorded --in verl-kl.jsonl',
    gives: { loss: 1, gradLogp: [[1], [0]] },
  },
  {
    source: 'verl 0.9.1: the norm divides by the rows that have tokens',
    line: 'objective --method grpo --convention verl --param aggregation=seq-mean-token-sum-norm --param normRows=responses --param clipLow=0.0003 --param clipHigh=0.0004 --param dualClip=3.0 --recorded --in verl-norm-empty-row.jsonl',
    gives: { loss: -0.4, gradLogp: [[0], [0]] },
  },
  {
    source: 'verl 0.9.1: and by the padded width, under its own convention',
    line: 'objective --method grpo --convention verl --param aggregation=seq-mean-token-sum-norm --recorded --in verl-norm-own.jsonl',
    gives: { loss: 0.5, gradLogp: [[1], [-0.5]] },
  },
  {
    source: 'verl 0.9.1: the entropy bonus likewise',
    line: 'objective --method grpo --convention verl --param aggregation=seq-mean-token-sum-norm --param normRows=responses --param entropyCoefficient=1 --recorded --in verl-norm-entropy.jsonl',
    gives: { loss: 0, gradEntropy: [[-1], [0]] },
  },
  {
    source: 'verl 0.9.1: and the value loss',
    line: 'objective --method ppo --convention verl --param aggregation=seq-mean-token-sum-norm --param normRows=responses --recorded --in verl-norm-value.jsonl',
    gives: { loss: 0.405, gradValue: [[-0.9], [0]] },
  },
  {
    source: 'verl 0.9.1: the return passes a tool’s words',
    line: 'estimate --method reinforce-plus-plus --convention verl --param gamma=0.9 --in verl-rfpp-holes.jsonl',
    gives: { credit: [[-0.982, -0.035, 0, 1.017]] },
  },
  {
    source: 'verl 0.9.1: the floor of the variance is gone',
    line: 'estimate --method grpo-vectorized --convention verl --in verl-grpo-vectorized.jsonl',
    gives: { credit: [[-0.609], [0.609]] },
  },
  {
    source: 'verl 0.9.1: the baseline of the optimal token ends where a response ends',
    line: 'estimate --method optimal-token-baseline --convention verl --in verl-otb.jsonl',
    gives: { credit: [[1, 1], [-1]] },
  },
  {
    source: 'verl 0.9.1: GDPO whitened over tokens',
    line: 'estimate --method gdpo --convention verl --param otherWeight=1 --param epsilon=1e-06 --in verl-gdpo.jsonl',
    gives: { credit: [[0, 0, 0]] },
  },
  {
    source: 'TRL 1.16: weights of reward parts go by name, in whatever order a file has them',
    line: 'estimate --method gdpo --convention trl --param otherWeight=0.3 --in gdpo-part-order.jsonl',
    gives: { advantage: [0.367, 0.764, -1.131] },
  },
  {
    source: 'TRL 1.16: a row without scored siblings is out of the whitening',
    line: 'estimate --method trl-rloo --convention trl --param whitenBatch=on --param rewardClip=1 --in trl-rloo-lone.jsonl',
    gives: { advantage: [-1, 1, 0, 0].map(sign => Number((sign * Math.SQRT1_2).toFixed(3))) },
  },
  {
    source: 'TRL 1.16: LUSPO’s clip is 0.2',
    line: 'objective --method luspo --convention trl --recorded --in trl-luspo.jsonl',
    gives: { loss: -1.2, gradLogp: [[0]] },
  },
  {
    source: 'verl 0.9.1: GSPO averages over tokens unless told otherwise',
    line: 'objective --method gspo --convention verl --recorded --in verl-gspo.jsonl',
    gives: { loss: 1.64, gradLogp: [[1.64], [0, 0]] },
  },
  {
    source: 'verl 0.9.1: GMPO joins a response’s weights by their geometric mean',
    line: 'objective --method gmpo --convention verl --param samplerCorrection=token --param samplerCap=2 --param samplerNormalise=off --param clipLow=0.2 --param clipHigh=0.2 --recorded --in verl-gmpo-weights.jsonl',
    gives: { loss: -1.162, gradLogp: [[-0.581, -0.581]] },
  },
  {
    source: 'TRL 1.16: CISPO with one ratio per response',
    line: 'objective --method trl-cispo --convention trl --param ratioLevel=response --param ratioCap=5.0 --recorded --in trl-cispo-response.jsonl',
    gives: { loss: -2.844, gradLogp: [[2.586, 2.586]] },
  },
  {
    source: 'TRL 1.16: delta bounds the response’s ratio too',
    line: 'objective --method gspo-trl --convention trl --param aggregation=token-mean --param dualClip=1.5 --param clipLow=0.1 --param clipHigh=0.28 --recorded --in trl-delta-response.jsonl',
    gives: { loss: 0.6, gradLogp: [[0]] },
  },
  {
    source: 'TRL 1.16: VESPO takes the sampler’s weights of tokens into its own',
    line: 'objective --method vespo --convention trl --param aggregation=token-mean --param samplerCorrection=token --param samplerEffect=cap --in trl-vespo-token.jsonl',
    gives: { loss: -0.172, gradLogp: [[-0.027], [0.175]] },
  },
  {
    source: 'TRL 1.16: and that of a response once',
    line: 'objective --method vespo --convention trl --param aggregation=token-mean --param samplerCorrection=sequence --param samplerEffect=cap --in trl-vespo-sequence.jsonl',
    gives: { loss: -0.017, gradLogp: [[0.354], [-0.18]] },
  },
  {
    source: 'TRL 1.16: reward_clip_range of any two bounds',
    line: 'estimate --method trl-rloo --convention trl --param rewardClip=1 --param rewardRange=own --param rewardLow=0 --in trl-rloo-reward-range.jsonl',
    gives: { advantage: [1, -1] },
  },
  {
    source:
      'TRL 1.16, num_items_in_batch: a file that is a part of one update divides by the tokens of the whole, 6 / 28',
    line: 'objective --method grpo --recorded --param wholeTokens=28 --in micro-batches.jsonl',
    gives: { loss: 0.214 },
  },
  {
    source: 'verl 0.9.1, global_batch_size: and by its responses',
    line: 'objective --method grpo --recorded --param aggregation=seq-mean-token-sum --param wholeResponses=8 --in micro-batches.jsonl',
    gives: { loss: 0.75 },
  },
]

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(3)) + 0 : value

describe.each([
  ['reported in public', cases],
  ['beside the trainers', besideTrainers],
] as const)('%s', (_, all) => {
  test.each(all)('$source', async ({ line, code = 0, gives, says }) => {
    const [out, err]: [string[], string[]] = [[], []]
    const words = line
      .split(' ')
      .map(word => (word.endsWith('.jsonl') ? resolve(import.meta.dirname, 'cases', word) : word))
    const ended = await main([...words, '--json'], { out: text => out.push(text), err: text => err.push(text) })
    expect(err.join('\n')).toMatch(says ?? /.*/)
    expect(ended).toBe(code)
    if (gives) expect(JSON.parse(out.join(''), rounded)).toMatchObject(gives)
  })
})
