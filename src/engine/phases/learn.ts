/** Training of the models that a run has beside its policy, after the policy's own update. */
import { fail } from '../../core/fail.ts'
import { sum } from '../../core/math.ts'
import { isModelColumn, type Lesson, type ModelColumn, type ModelPart, type Teacher } from '../../core/models.ts'
import { pad } from '../../methods/tensors.ts'
import type { Policy, Rows, TrainRequest } from '../../policy/policy.ts'
import { tf } from '../../tensor/tf.ts'
import { scoreTemperature, spokenOf } from '../columns/shared/scores.ts'
import { contextOf, emptyBatch, type Frame, problemAt, type Run } from '../run.ts'
import { Diverged } from './diverged.ts'

/** The frame with the last loss of each model, as `modelLoss/<column>`. */
export async function learn(run: Run, frame: Frame): Promise<Frame> {
  let metrics = frame.metrics
  for (const [column, part] of Object.entries(run.method.models)) {
    const model = isModelColumn(column) ? run.models[column] : undefined
    if (!model) fail('models', `a model for ${column}`, 'none', 'Please report this defect.')
    else metrics = { ...metrics, ...(await trainModel(run, frame, column as ModelColumn, part, model)) }
  }
  return { ...frame, metrics }
}

async function trainModel(run: Run, frame: Frame, column: ModelColumn, part: ModelPart, model: Policy) {
  const { params } = run
  const lessons = part.lessons(
    frame.batch,
    teacherOf(run, frame),
    params,
    contextOf(run, frame, 'reward', learningTurn),
  )
  const learningRate = part.learningRate(params)
  const metrics: Record<string, number> = {}
  if (lessons.length === 0) return metrics
  const request = requestOf(run, part, lessons)
  for (let turn = 0; turn < part.updates(params); turn++) {
    const { loss, gradNorm } = await model.update(request, { ...params, learningRate })
    if (!Number.isFinite(loss) || !Number.isFinite(gradNorm))
      throw new Diverged(
        `the model of ${column} in iteration ${frame.iteration}`,
        'a finite loss',
        `${loss}`,
        'Lower its learning rate. The run stands at its last good checkpoint.',
      )
    metrics[`modelLoss/${column}`] = loss
  }
  return metrics
}

/** Learning draws from a stream of its own, beside that of the slot that pays. */
const learningTurn = 1000

function teacherOf(run: Run, { problems }: Frame): Teacher {
  const { task, level } = run
  return {
    problems: problems.map(({ index }) => index),
    isRight: ({ problem, tokens }) => task.verify(level, problemAt(run, problem), tokens).correct,
    tokens: task.vocabulary.flatMap((_, id) => (task.forbidden?.includes(id) ? [] : [id])),
  }
}

function requestOf(run: Run, part: ModelPart, lessons: readonly Lesson[]): TrainRequest {
  const rows = rowsOfLessons(run, lessons)
  const width = Math.max(1, ...lessons.map(({ tokens }) => tokens.length))
  const padding = { rows: lessons.map((_, i) => i), width }
  const batch = { ...emptyBatch, rollouts: lessons.length, tokenStart: rows.tokenStart, token: rows.token }
  const wanted = lessons.map(lesson => lesson.wanted ?? 0)
  const spoken = pad(batch, padding, spokenOf(run, rows))
  return {
    rows,
    temperature: scoreTemperature,
    logits: false,
    loss: ({ logp, meanLogp }) => {
      // Padding may hold anything, infinities too: it is chosen away, not multiplied.
      const mine = tf.greater(tf.tensor2d(spoken, [lessons.length, width]), 0)
      const centred = tf.where(mine, tf.sub(logp, meanLogp), tf.zerosLike(logp))
      return part.loss(tf, tf.sum(centred, 1), run.params, tf.tensor1d(wanted))
    },
  }
}

function rowsOfLessons(run: Run, lessons: readonly Lesson[]): Rows {
  const tokenStart = Int32Array.from({ length: lessons.length + 1 }, (_, i) =>
    sum(lessons.slice(0, i).map(({ tokens }) => tokens.length)),
  )
  const token = Int32Array.from(lessons.flatMap(({ tokens }) => tokens))
  return { problems: lessons.map(({ problem }) => problemAt(run, problem)), tokenStart, token }
}
