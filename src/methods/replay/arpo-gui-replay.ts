import { groupMembers } from '../../core/batch.ts'
import { mean, pick, std } from '../../core/math.ts'
import { defineMethod, replay } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawInteger } from '../../core/rng.ts'
import { sharedParts } from '../../core/trainings.ts'

/** Golden: dvlab-research/ARPO verl/trainer/ray_trainer.py apply_replay and replay_buffer.py (7489ae3). */
export default defineMethod({
  id: 'arpo-gui-replay',
  title: 'ARPO (replay)',
  paper: {
    title: 'ARPO: end-to-end policy optimization for GUI agents with experience replay',
    id: '2505.16282',
    year: 2025,
  },
  idea: 'Keep the latest successes of every problem; where a whole group fails, put one of them in the place of the first failure, so that the group has something to compare with.',
  formula: String.raw`y_1 \leftarrow y^{\mathrm{old}} \;\text{ if } \operatorname{std}(r) < s \text{ and } \operatorname{mean}(r) < m`,
  symbols: {
    y_1: { is: 'token', text: 'first response of the group' },
    'y^{\\mathrm{old}}': {
      is: 'age',
      text: 'an earlier success, drawn at random; its age counts the iterations since',
    },
    r: { is: 'reward', text: 'rewards of the group' },
    s: { is: 'deadSpread', text: 'a group that fails has a smaller spread' },
    m: { is: 'deadMean', text: 'and a smaller mean' },
  },
  claim:
    'What has been solved once is not lost again: groups that fail still teach. It cannot help before a first success. On combination-chain a long chain that came out right once, by luck, comes back until it is learned: watch pass@1 and the share of responses that are replayed beside GRPO, and the age of what is replayed.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Log-probabilities of a replayed response are taken anew from the policy of now: its ratio starts at 1, however unlikely it has become.',
    'The released buffer is filled under one key of a task and read under another: they must be the same text.',
    'A group in which all succeed has no spread either, and is left as it is.',
  ],
  versusGrpo: 'A group that fails as a whole gets one earlier success in the place of its first response.',
  tasks: ['combination-chain', 'bandit', 'token-tree'],
  standIn:
    'Problems of one turn take the place of tasks on a computer’s screen, and the verifier’s reward that of their score.',
  training: sharedParts,
  slots: {
    advantage: 'grpo',
    replay: replay({
      params: {
        deadSpread: number({
          label: 'Fails: spread below',
          default: 0.05,
          paper: 0.05,
          min: 0,
          max: 1,
          note: 'Population deviation of the rewards.',
        }),
        deadMean: number({
          label: 'Fails: mean below',
          default: 0.2,
          paper: 0.2,
          min: 0,
          max: 1,
          note: 'Both must hold.',
        }),
        successAbove: number({
          label: 'Kept: reward above',
          default: 0.1,
          paper: 0.1,
          min: 0,
          max: 1,
          note: 'What counts as a success.',
        }),
        keptPerProblem: number({
          label: 'Kept per problem',
          default: 8,
          paper: 8,
          min: 0,
          max: 64,
          integer: true,
          note: 'The latest; 0 is GRPO.',
        }),
      },
      mix: (archive, batch, problems, { deadSpread, deadMean }, { draw }) =>
        groupMembers(batch).map((members, g) => {
          const rewards = pick(batch.reward, members)
          const known = archive.filter(({ problem }) => problem === problems[g])
          const fails = std(rewards, 0) < deadSpread && mean(rewards) < deadMean
          return fails && known.length > 0 ? [known[drawInteger(draw, known.length)]!, ...members.slice(1)] : members
        }),
      store: (archive, fresh, { successAbove, keptPerProblem }) => {
        const all = [...archive, ...fresh.filter(({ reward }) => reward > successAbove)]
        const later = new Map<number, number>()
        const latest = all.toReversed().filter(({ problem }) => {
          const count = later.get(problem) ?? 0
          later.set(problem, count + 1)
          return count < keptPerProblem
        })
        return latest.toReversed()
      },
    }),
  },
})
