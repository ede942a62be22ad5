import { useId, useState } from 'react'
import type { Lesson } from '../../core/lesson.ts'
import { seedsFrom } from '../../store/compare/address.ts'
import {
  type HiddenInLesson,
  hidableInLessons,
  longestQuestion,
  mostQuestions,
  questionsIn,
} from '../../store/lesson/link.ts'
import { lessonHash } from './address.ts'

const hidable = Object.entries(hidableInLessons) as readonly (readonly [HiddenInLesson, string])[]

/** For a class: what the lesson leaves out, whose seeds it takes, and whether the answers carry a name. Nothing is stored. */
export function TeacherLink({ lesson }: { readonly lesson: Lesson }) {
  const [hide, setHide] = useState<readonly HiddenInLesson[]>([])
  const [seeds, setSeeds] = useState('')
  const [name, setName] = useState(false)
  const [questions, setQuestions] = useState('')
  const [copied, setCopied] = useState(false)
  const field = useId()
  const read = seeds.trim() === '' ? undefined : seedsFrom(seeds).seeds
  const address = new URL(
    lessonHash(lesson.id, { hide, seeds: read, name, ask: questionsIn(questions.split('\n')) }),
    location.href,
  ).href
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <div className="lesson-link">
      <fieldset className="lesson-options">
        <legend className="panel-note">Leave out</legend>
        {hidable.map(([part, words]) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={hide.includes(part)}
              onChange={({ target }) => setHide(target.checked ? [...hide, part] : hide.filter(one => one !== part))}
            />
            <span>{words}</span>
          </label>
        ))}
        <label>
          <input type="checkbox" checked={name} onChange={({ target }) => setName(target.checked)} />
          <span>Ask for a name or number, for the answers’ file only</span>
        </label>
      </fieldset>
      <div className="lesson-amount">
        <label htmlFor={field}>Seeds</label>
        <input
          id={field}
          className="number-field lesson-seeds"
          placeholder="the lesson’s own"
          value={seeds}
          onChange={({ target }) => setSeeds(target.value.slice(0, 200))}
        />
      </div>
      <label className="field lesson-questions">
        Your own questions, a line each, {mostQuestions} at most: put after the lesson and answered in words
        <textarea
          className="lesson-textarea"
          rows={3}
          value={questions}
          onChange={({ target }) => setQuestions(target.value.slice(0, mostQuestions * longestQuestion))}
        />
      </label>
      <div className="lesson-run">
        <button type="button" className="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy the link'}
        </button>
      </div>
      <p className="panel-note">
        <a href={address}>{address}</a>
      </p>
      <p className="panel-note">
        One seed for all shows one picture to the class; a seed for each group measures the band together. Hiding is a
        blind, not a lock: this page’s code is open.
      </p>
    </div>
  )
}
