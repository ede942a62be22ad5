/** tmlr-group/Co-rewarding CoRewardManager.__call__ (6c60ea4), of version I. */
import { batchOf, context, fixed, type GoldenFamily, settings, texts } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/co-reward',
  notRun: ({ inputs }) =>
    'step' in inputs ? 'how fast the slow copy of version II follows: no run has such a copy to vote' : undefined,
  run: ({ inputs }) => {
    const [own, twin, uid] = [texts(inputs.answers_original), texts(inputs.answers_rephrased), texts(inputs.uid)]
    fixed('answers of the twins', twin.length, own.length)
    const questions = [...new Set(uid)]
    const question = uid.map(name => questions.indexOf(name))
    const answer = [...own, ...twin]
    const batch = {
      ...batchOf({
        mask: answer.map(() => [1]),
        group: [...question, ...question.map(q => q + questions.length)],
      }),
      answer,
      problem: Float32Array.from([...questions.keys(), ...questions.keys()]),
    }
    const part = resolveMethod('co-reward').reward!.part
    const { reward } = part.compute('golden', batch, settings('co-reward', 'none', {}), context)
    return { reward_original: [...reward.slice(0, own.length)], reward_rephrased: [...reward.slice(own.length)] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
