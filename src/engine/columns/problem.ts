import type { ColumnProvider } from './index.ts'

/** Which problem of the level each group answers: the key of memories per problem. */
export default {
  column: 'problem',
  provide: async (_, { problems }) => Float32Array.from(problems, ({ index }) => index),
} satisfies ColumnProvider
