/** `export`: a method with its parameters as one Python file for a trainer. */
import { fail } from '../core/fail.ts'
import { show } from '../core/show.ts'
import { type TrainerId, trainers } from '../exports/trainers.ts'
import { wishSpecs } from '../exports/wish.ts'
import { methodOf, resolveMethod } from '../methods/index.ts'
import { type CliCommand, paramsFrom, parseOptions, required, UsageError, valuesFrom } from './args.ts'
import { outFile } from './out-file.ts'

const isTrainer = (word: string): word is TrainerId => Object.hasOwn(trainers, word)

function trainerFrom(word: string): TrainerId {
  if (isTrainer(word)) return word
  return UsageError.of(() => fail('--to', `one of ${Object.keys(trainers).join(', ')}`, show(word), 'Say for whom.'))
}

export const exportCommand: CliCommand = {
  summary: 'a method as a Python file for TRL or verl',
  help: `export --method <id> --to trl|verl [--param key=value ...] [--convention paper|trl|verl|...] [--out <file.py>]

Writes one Python file that trains with this method: the trainer's own settings where it has them, a small NumPy function
where it lacks the advantage. What could not be carried over is said on stderr and in the file. Where that would make it
another method, the file starts only with --anyway. python <file.py> --self-test checks its advantages against numbers
that the playground computed, with NumPy only.`,
  run: async (args, { out, err }) => {
    const options = parseOptions(args, {
      method: 'value',
      to: 'value',
      param: 'list',
      convention: 'value',
      out: 'value',
    })
    const id = required(options, 'method', 'grpo')
    const method = UsageError.of(() => resolveMethod(methodOf(id).id))
    const trainer = trainerFrom(required(options, 'to', 'trl'))
    const specs = wishSpecs(method)
    const given = valuesFrom(specs, '--param', options.list('param'))
    const { learningRate: _, ...rest } = paramsFrom(specs, options)
    const path = options.value('out')
    const file = path === undefined ? undefined : await outFile(path)
    const { text, left } = trainers[trainer].write({ method, params: { ...rest, ...given } })
    for (const line of left) err(line)
    if (file) await file.write(text)
    else out(text.trimEnd())
    return 0
  },
}
