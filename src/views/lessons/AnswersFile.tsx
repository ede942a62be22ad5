import { useState } from 'react'
import { answersSchema } from '../../store/lesson/answers.ts'
import { fileWord, saveFile } from '../kit/save-file.ts'
import { useLesson } from './lesson-context.ts'

/** The answers as a file that the reader may hand in: nothing is sent. */
export function AnswersFile() {
  const { lesson, answers, dispatch, link, seedsFor } = useLesson()
  const [name, setName] = useState('')
  const text = () =>
    JSON.stringify(
      {
        schema: answersSchema,
        lesson: lesson.id,
        ...(link.name && { name }),
        seeds: Object.fromEntries(
          lesson.blocks.flatMap(block => (block.kind === 'experiment' ? [[block.id, seedsFor(block)]] : [])),
        ),
        ...answers,
      },
      null,
      2,
    )
  const save = () =>
    saveFile(`${['answers', lesson.id, ...(name ? [fileWord(name, 'me')] : [])].join('-')}.json`, text())
  return (
    <details className="lesson-answers">
      <summary>Your answers</summary>
      {link.name && (
        <label className="field">
          Name
          <input
            className="number-field"
            value={name}
            maxLength={60}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
      )}
      <pre className="lesson-answers-text">{text()}</pre>
      <div className="lesson-run">
        <button type="button" className="button" onClick={save}>
          Save as a file
        </button>
        <button type="button" className="button" onClick={() => print()}>
          Print this lesson
        </button>
        <button type="button" className="button" onClick={() => dispatch({ type: 'forgotten' })}>
          Forget them
        </button>
      </div>
      <p className="panel-note">Kept by this browser only. Guesses are final until they are forgotten.</p>
    </details>
  )
}
