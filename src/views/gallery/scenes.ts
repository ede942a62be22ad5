import type { Selected } from '../../store/state.ts'
import type { Made } from '../fixtures/build.ts'
import { long, longVocabulary } from '../fixtures/long.ts'
import { awkward, beforeUpdate, crowd, foreign, foreignVocabulary, large, ordinary } from '../fixtures/snapshots.ts'
import { level, sumTask } from '../fixtures/sum-task.ts'
import type { PanelWorld } from '../panel.ts'

export interface Scene {
  readonly id: string
  readonly title: string
  readonly selection: Selected
  readonly make: () => Made
  readonly world: PanelWorld
}

const sums: PanelWorld = { vocabulary: sumTask.vocabulary, task: sumTask, level }

const at = (group: number, rollout: number, token: number): Selected => ({
  iteration: undefined,
  group,
  rollout,
  token,
})

export const scenes: readonly Scene[] = [
  { id: 'ordinary', title: 'An ordinary iteration', selection: at(2, 2, 6), make: () => ordinary(), world: sums },
  { id: 'before', title: 'Before the update', selection: at(1, 0, 0), make: beforeUpdate, world: sums },
  { id: 'awkward', title: 'Awkward groups', selection: at(5, 1, 2), make: awkward, world: sums },
  {
    id: 'foreign',
    title: 'Foreign tokens',
    selection: at(0, 0, 8),
    make: foreign,
    world: { vocabulary: foreignVocabulary },
  },
  { id: 'large', title: '1024 responses', selection: at(0, 0, 0), make: large, world: sums },
  {
    id: 'long',
    title: '64 responses of 2,000 tokens',
    selection: at(0, 2, 700),
    make: long,
    world: { vocabulary: longVocabulary },
  },
  { id: 'crowd', title: 'A group of 256', selection: at(1, 3, 3), make: crowd, world: sums },
]
