import { longestWritten } from '../../../store/lesson/answers.ts'
import { useLesson } from '../lesson-context.ts'

/** A teacher's question, answered in words: kept and handed in with the rest, judged by nobody here. */
export function Written({ question }: { readonly question: string }) {
  const { answers, dispatch } = useLesson()
  return (
    <section className="lesson-exercise" aria-label="A question of your teacher">
      <label className="field lesson-questions">
        <span className="lesson-ask">{question}</span>
        <textarea
          className="lesson-textarea"
          rows={4}
          maxLength={longestWritten}
          value={answers.written?.[question] ?? ''}
          onChange={({ target }) => dispatch({ type: 'wrote', question, text: target.value })}
        />
      </label>
    </section>
  )
}
