import { answerScoresOf } from './shared/answers.ts'
import { provider } from './shared/provider.ts'

/** How likely the right answer was to the policy of the start, without a thought: it never moves. */
export default provider('plainScore', (run, { problems }, { scoreOf }) =>
  answerScoresOf(
    run,
    run.reference,
    problems.map(problem => ({ problem, thought: [] })),
    scoreOf,
  ),
)
