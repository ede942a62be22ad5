/** What a task's world looks like, as data. Closed, so that every kind has a drawing. */

export interface TreeNode {
  /** Token path from the root, e.g. "ACD"; "" is the root. */
  readonly path: string
  readonly label: string
  readonly parent: string | undefined
  /** `correct` and `wrong` only for leaves. */
  readonly kind: 'inner' | 'correct' | 'wrong'
  /** Lies on the shown response. */
  readonly visited: boolean
}

export type Picture =
  | { readonly kind: 'arms'; readonly arms: readonly { label: string; probability: number; chosen: boolean }[] }
  /** What may be believed after questions and answers; `right` marks what is true, which the policy does not see. */
  | {
      readonly kind: 'belief'
      readonly heard: readonly { question: string; answer: string }[]
      readonly options: readonly { label: string; probability: number; right: boolean; named: boolean }[]
    }
  | { readonly kind: 'tree'; readonly nodes: readonly TreeNode[] }
  /** Lines of a worked solution; `state` judges each line as far as it can be judged. */
  | {
      readonly kind: 'lines'
      readonly lines: readonly { text: string; state: 'right' | 'wrong' | 'open'; note: string }[]
      readonly goal: string
    }
  /** A row of positions, the decisive ones marked. */
  | {
      readonly kind: 'cells'
      readonly cells: readonly {
        label: string
        wanted: string | undefined
        state: 'right' | 'wrong' | 'free' | 'open'
      }[]
    }
  | {
      readonly kind: 'grid'
      readonly width: number
      readonly height: number
      readonly cells: readonly { x: number; y: number; label: string; role: string }[]
    }
