import { lookupsOf } from '../../methods/lookups.ts'
import { tasks } from '../../tasks/index.ts'

export const lookups = lookupsOf(tasks)
