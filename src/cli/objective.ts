/** `objective`: the loss of recorded rollouts, and its gradient with respect to every token's log-probability. */
import { type Batch, requireColumns, tokenCount } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { WholeCounts } from '../core/method.ts'
import { number, type ParamSpecs, type ParamValues } from '../core/params.ts'
import { microSpecs } from '../core/recipe.ts'
import { slotsField } from '../core/recipe-slots.ts'
import { objectiveGradient } from '../methods/gradient.ts'
import { countsOf } from '../methods/tensors.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { type CliCommand, parseOptions, type Streams } from './args.ts'
import { estimateAll, estimateOptions, type Job, logContext, plain, readJob, tokensOf } from './estimate.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** What an update sees in all, of which the file is a part: averages divide by these counts. */
const wholeSpecs = {
  wholeTokens: number({ label: 'Tokens of the whole', default: 0, min: 0, max: 1e9, integer: true }),
  wholeResponses: number({ label: 'Responses of the whole', default: 0, min: 0, max: 1e9, integer: true }),
} as const satisfies ParamSpecs

/** The counts that were given, and the file's own for the other; undefined where none was. */
function wholeOf({ wholeTokens, wholeResponses }: ParamValues, batch: Batch): WholeCounts | undefined {
  if (!wholeTokens && !wholeResponses) return undefined
  return {
    ...countsOf(batch),
    ...(wholeTokens && { tokens: Number(wholeTokens) }),
    ...(wholeResponses && { rollouts: Number(wholeResponses), empty: 0 }),
  }
}

/** A divisor that follows the file makes two files incomparable. */
function tellWidth({ params }: Job, batch: Batch, err: Streams['err']): void {
  if (params.aggregation !== 'seq-mean-token-sum-norm' || params.normLength !== 0) return
  const width = Math.max(1, ...Array.from({ length: batch.rollouts }, (_, i) => tokenCount(batch, i)))
  err(
    `normLength is 0: divided by ${width}, the longest response of this file. --param normLength=N makes it independent.`,
  )
}

export const objectiveCommand: CliCommand = {
  summary: 'loss and gradient of recorded rollouts',
  help: `objective --method <id> [--slot slot=method ...] --in <batch.jsonl | -> [--param key=value ...]
      [--convention paper|trl|verl|...] [--recorded] [--json]

Reads rollouts of one iteration in the exchange format, estimates advantage and credit (or takes those of the file with
--recorded), and prints the loss and its gradient. The policy now is "logp" (and "entropy", "meanLogp", "value" where
the method reads them), the policy at the start of the update "oldLogp" ("oldEntropy", "oldMeanLogp", "oldValue"); where
one of the two is absent, they are equal. --param microBatches=N --param microNormalise=each cuts the rows into N parts
in order, divides each by its own counts and takes the mean (whole, the default: as without parts).
--param wholeTokens=N and wholeResponses=N say that the file is a part of one update: averages divide by these counts (TRL's
num_items_in_batch, verl's batch_num_tokens and global_batch_size).
--param oldFrom=sampler takes "samplerLogp" for the policy at the start of the update: the ratio is against what drew.
With --json: {method, params, loss, gradLogp: [[number per token] per line], ...}, and a gradient for every other
statistic that the loss reads.`,
  run: async (args, streams) => {
    const options = parseOptions(args, { ...estimateOptions, recorded: 'flag' })
    const job = await readJob(options, streams, { ...microSpecs, ...wholeSpecs })
    const [source, ...more] = job.batches
    if (!source || more.length > 0)
      fail('objective', 'rollouts of one iteration', `${job.batches.length}`, 'Split the file by iteration.')
    const { batch, rows } = options.flag('recorded')
      ? { batch: requireColumns(source.batch, 'objective', ['advantage', 'credit']), rows: undefined }
      : estimateAll(job)[0]!
    tellWidth(job, batch, streams.err)
    await openBackend('cpu')
    const context = { ...logContext(source.iteration ?? 0, 1), state: undefined }
    const whole = wholeOf(job.params, batch)
    const { loss, gradient, explain } = objectiveGradient(tf, job.method, job.params, batch, context, {
      ...(rows && { rows }),
      ...(whole && { whole }),
    })
    const nested = (values: Float32Array) =>
      values.length === batch.token.length
        ? source.rollouts.map((_, i) => tokensOf({ batch }, i, values))
        : Array.from(values, plain)
    const named = (record: Readonly<Record<string, Float32Array>>, name: (key: string) => string) =>
      Object.fromEntries(Object.entries(record).map(([key, values]) => [name(key), nested(values)]))
    const report = {
      method: job.method.method.id,
      ...slotsField(job.method.taken),
      params: job.params,
      loss: plain(loss),
      ...named(gradient, leaf => `grad${capital(leaf)}`),
      explain: named(explain, name => name),
    }
    streams.out(options.flag('json') ? JSON.stringify(report) : `loss ${loss}`)
    return 0
  },
}
