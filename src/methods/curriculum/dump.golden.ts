/** ZhentingWang/DUMP CurriculumController.compute_sampling_weights, LearnabilityEstimator.update (235e85d). */
import { fixed, type GoldenFamily, list, number, record, settings, texts, vector } from '../golden/harness.ts'
import { chances, type Records, recorded, taught } from './dump.math.ts'

export default [
  {
    file: 'data/dump',
    run: ({ inputs, params }) => {
      const sources = texts(inputs.sources)
      const values = settings('dump', 'none', {
        window: number(params.window),
        sourceTemperature: number(params.temperature),
        explorationWeight: number(params.exploration_weight),
      })
      let records: Records = {}
      return {
        trace: list(inputs.batches).map(batch => {
          sources.forEach((name, source) => {
            const own = record(batch)[name]
            if (own === undefined) return
            const advantages = vector(record(own).advantages)
            // Rewards are kept by the original too, but choose nothing.
            fixed('number of rewards', vector(record(own).rewards).length, advantages.length)
            records = recorded(records, source, advantages, Number(values.window))
          })
          const probabilities = chances(
            records,
            [...sources.keys()],
            Number(values.sourceTemperature),
            Number(values.explorationWeight),
          )
          return Object.fromEntries(
            sources.map((name, source) => {
              const { recent, seen } = records[source] ?? { recent: [], seen: 0 }
              return [name, { L: taught({ recent, seen }), n: seen, prob: probabilities[source] }]
            }),
          )
        }),
      }
    },
  },
] satisfies readonly GoldenFamily[]
