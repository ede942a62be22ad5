import { provider } from './shared/provider.ts'

/** Which problem of the level each group answers: the key of memories per problem. */
export default provider('problem', async (_, { problems }) => Float32Array.from(problems, ({ index }) => index))
