import { useState } from 'react'
import type { ExerciseBlock, NumberCheck } from '../../../core/lesson.ts'
import { useLesson } from '../lesson-context.ts'
import { Line } from '../Prose.tsx'
import { RunExercise } from './RunExercise.tsx'

/** Something to find out: a number, or settings that make a run do what is asked. */
export function Exercise({ block }: { readonly block: ExerciseBlock }) {
  const { answers } = useLesson()
  const [withHint, showHint] = useState(false)
  const { check } = block
  return (
    <section className="lesson-exercise" aria-label={`Exercise: ${block.id}`}>
      <h2>Exercise</h2>
      <p className="lesson-text">
        <Line text={block.ask} />
      </p>
      {check.kind === 'number' ? <Typed id={block.id} check={check} /> : <RunExercise id={block.id} check={check} />}
      {withHint ? (
        <p className="panel-note">
          <Line text={block.hint} />
        </p>
      ) : (
        !answers.exercises[block.id]?.right && (
          <button type="button" className="link-button" onClick={() => showHint(true)}>
            A hint
          </button>
        )
      )}
    </section>
  )
}

function Typed({ id, check }: { readonly id: string; readonly check: NumberCheck }) {
  const { answers, dispatch, link } = useLesson()
  const tried = answers.exercises[id]
  const [text, setText] = useState(tried?.given ?? '')
  const value = Number(text.trim().replace(',', '.').replace('−', '-'))
  const isNumber = text.trim() !== '' && Number.isFinite(value)
  return (
    <form
      className="lesson-amount"
      onSubmit={event => {
        event.preventDefault()
        if (isNumber) dispatch({ type: 'tried', id, given: text, right: value >= check.low && value <= check.high })
      }}
    >
      <input
        className="number-field"
        inputMode="decimal"
        aria-label="Your answer"
        value={text}
        onChange={({ target }) => setText(target.value.slice(0, 40))}
      />
      <button type="submit" className="button" disabled={!isNumber}>
        Check
      </button>
      {tried && (
        <p className="lesson-feedback" role="status" data-right={tried.right || undefined}>
          <strong>{tried.right ? 'Right.' : 'Not that.'}</strong>{' '}
          {tried.right && !link.hide.includes('answers') && <Line text={check.why} />}
        </p>
      )}
    </form>
  )
}
