import { defineLesson } from '../core/lesson.ts'
import { alone, minus, read } from '../core/statistics.ts'

const success = minus(read('rover', 'passAt1', { at: 200 }), read('grpo', 'passAt1', { at: 150 }))
const ways = minus(read('rover', 'distinctCorrect', { at: 200 }), read('grpo', 'distinctCorrect', { at: 150 }))

export default defineLesson({
  id: 'rover',
  order: 110,
  chapter: 'Diversity',
  title: 'A target instead of a push',
  goal: 'You can say what a target for the log-ratio does that a push does not.',
  minutes: 12,
  needs: ['entropy', 'ratio-clip'],
  papers: [{ id: '2509.24981', title: 'ROVER: random policy valuation' }],
  next: 'critic',
  blocks: [
    {
      kind: 'text',
      text: 'GRPO pushes as long as a push succeeds; where it comes to rest is certainty. ROVER fits: the change of a token’s log-probability shall *equal* the centred reward plus the mean value of what may come next, and then stop. Behind it stands a surprise: in a tree with rewards of 0 and 1, the values of a policy that babbles at random suffice to act well, and a softmax over them keeps every way that succeeds.',
    },
    { kind: 'formula', of: { method: 'rover' } },
    {
      kind: 'live',
      id: 'tree',
      recipe: { preset: 'rover-keeps-leaves' },
      show: 'rollout',
      controls: ['rho', 'innerEpochs'],
      at: { iteration: 20 },
      caption: 'One way through the tree. Leaves that are right stay reachable.',
    },
    {
      kind: 'predict',
      id: 'leaves',
      ask: 'We stop both at about equal pass@1: GRPO after 150 iterations, ROVER after 200. How many more correct leaves does ROVER reach? (At the start there are 2.3.)',
      about: 'equal-success',
      answer: {
        kind: 'choice',
        of: ways,
        cuts: [-0.2, 0.3],
        options: [
          { text: 'Fewer', ifWrong: 'Look at the entropy.' },
          {
            text: 'As many: equal success means equal leaves',
            tempting: true,
            ifWrong: 'One way that always succeeds and three that do have the same pass@1.',
          },
          { text: 'At least a third of a leaf more', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'equal-success',
      base: { preset: 'rover-keeps-leaves', change: { params: { probeEvery: 50 } } },
      arms: [
        { id: 'rover', label: 'ROVER, 200 iterations', iterations: 200 },
        { id: 'grpo', label: 'GRPO, 150 iterations', change: { method: 'grpo' }, iterations: 150 },
      ],
      iterations: 200,
      charts: ['distinctCorrect', 'pass'],
      claims: [
        {
          id: 'as-right',
          says: 'In pass@1 they differ by {figure}.',
          by: 'here',
          of: success,
          band: { low: -0.05, high: 0.05 },
        },
        {
          id: 'leaves',
          says: 'ROVER has {figure} more correct leaves.',
          by: 'paper',
          of: ways,
          band: { low: 0.35, agree: 0.8 },
          stands: 'direction',
        },
        {
          id: 'slower',
          says: 'After as many iterations (150) ROVER is {figure} behind or ahead in pass@1.',
          by: 'here',
          of: minus(read('rover', 'passAt1', { at: 150 }), read('grpo', 'passAt1', { at: 150 })),
          band: { high: -0.01, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'equal-success',
      text: 'At a pass@1 that differs by {claim:equal-success.as-right}, ROVER reaches {claim:equal-success.leaves} more leaves. It is slower: {claim:equal-success.slower} after as many iterations.\n\nWith a single pass per batch the first update of ROVER *is* REINFORCE with a centred reward, and leaves are lost alike: the regression needs its passes. One setting, and the method is gone.',
    },
    {
      kind: 'experiment',
      id: 'one-pass',
      base: { preset: 'rover-keeps-leaves', change: { params: { probeEvery: 100 } } },
      arms: [
        { id: 'eight', label: 'eight passes' },
        { id: 'one', label: 'one pass', change: { params: { innerEpochs: 1 } } },
      ],
      iterations: 100,
      charts: ['distinctCorrect'],
      claims: [
        {
          id: 'leaves',
          says: 'With one pass {figure} correct leaves are reached after 100 iterations.',
          by: 'here',
          of: alone(read('one', 'distinctCorrect', { at: 100 })),
          band: { low: 1, high: 4 },
        },
        {
          id: 'apart',
          says: 'Eight passes reach {figure} more.',
          by: 'here',
          of: minus(read('eight', 'distinctCorrect', { at: 100 }), read('one', 'distinctCorrect', { at: 100 })),
          band: { low: 0.1 },
        },
      ],
    },
    {
      kind: 'exercise',
      id: 'where-it-stops',
      ask: String.raw`Advantage +0.5, $\rho = 2$, last token of the response. At which ratio does ROVER stop?`,
      hint: 'The logarithm of the ratio times ρ equals the advantage.',
      check: { kind: 'number', low: 1.27, high: 1.3, why: '$e^{0.5/2} = 1.284$.' },
    },
  ],
})
