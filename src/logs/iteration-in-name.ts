/** Trainers that write no step into their rows write it into the names of files and folders. */

const numbered = [
  /(?:^|\/)(\d+)\.jsonl?(?:\.gz)?$/,
  /(?:global_)?step[_.-]?(\d+)(?!.*step[_.-]?\d)/,
  /iteration[_-]?(\d+)/,
]

/** `rollouts/step_12/traces.jsonl`, `12.jsonl` and `train_data_step12.jsonl` are of iteration 12. */
export function iterationIn(name: string): number | undefined {
  for (const pattern of numbered) {
    const digits = pattern.exec(name)?.[1]
    if (digits !== undefined && digits.length <= 9) return Number(digits)
  }
  return undefined
}
