import { useId, useMemo, useRef, useState } from 'react'
import type { Lesson } from '../../core/lesson.ts'
import { lessons } from '../../lessons/index.ts'
import {
  type Handed,
  isHanded,
  largestAnswers,
  newestOfEach,
  readHanded,
  type Unread,
} from '../../store/lesson/class.ts'
import { csv } from '../kit/csv.ts'
import { saveFile } from '../kit/save-file.ts'
import { lessonHash, lessonsHash } from '../lessons/address.ts'
import { TeacherLink } from '../lessons/TeacherLink.tsx'
import { ClassTable } from './ClassTable.tsx'
import { questionsIn } from './results.ts'
import { Agreements, Spreads } from './Spreads.tsx'
import '../lessons/lessons.css'
import './teach.css'

/** For teachers: a link for a class, and what the class has handed in. Everything stays on this machine. */
export default function Teach() {
  const [handed, setHanded] = useState<readonly Handed[]>([])
  const [unread, setUnread] = useState<readonly Unread[]>([])
  const take = async (files: readonly File[]) => {
    const read = await Promise.all(files.map(async file => readHanded(file.name, await textOf(file))))
    setHanded(known => newestOfEach([...known, ...read.filter(isHanded)]))
    setUnread(read.filter((one): one is Unread => !isHanded(one)))
  }
  return (
    <main className="page lessons" id="page" tabIndex={-1}>
      <div className="lesson-list teach">
        <header className="lesson-head">
          <h1>For teachers</h1>
          <p className="lesson-goal">
            Make a link for a class; read what comes back. Nothing is sent: students save a file, and you open it here.
          </p>
          <p>
            <a href={lessonsHash}>All lessons</a>
          </p>
        </header>
        <Compose />
        <section aria-label="What the class has handed in">
          <h2>What the class has handed in</h2>
          <Drop onFiles={take} />
          {unread.length > 0 && (
            <div role="alert">
              <ul className="teach-unread">
                {unread.map(({ file, fault }) => (
                  <li key={file}>
                    {file}: {fault}.
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
        {[...new Set(handed.map(({ lesson }) => lesson))].map(id => (
          <OfLesson key={id} id={id} handed={handed.filter(one => one.lesson === id)} />
        ))}
      </div>
    </main>
  )
}

/** Not more of it than can be answers. */
const textOf = (file: File): Promise<string> => file.slice(0, largestAnswers + 1).text()

/** The lesson as a student will see it is one click away. */
function Compose() {
  const field = useId()
  const [id, setId] = useState(lessons[0]?.id)
  const lesson = lessons.find(one => one.id === id)
  return (
    <section aria-label="A link for a class">
      <h2>A link for a class</h2>
      <div className="lesson-amount">
        <label htmlFor={field}>Lesson</label>
        <select id={field} className="select" value={id} onChange={({ target }) => setId(target.value)}>
          {lessons.map(({ id: known, title }) => (
            <option key={known} value={known}>
              {title}
            </option>
          ))}
        </select>
      </div>
      {lesson && <TeacherLink key={lesson.id} lesson={lesson} />}
    </section>
  )
}

function Drop({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the button is the other.
    <div
      className="teach-drop"
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault()
        event.stopPropagation()
        onFiles([...event.dataTransfer.files])
      }}
    >
      <button type="button" className="button button-primary" onClick={() => input.current?.click()}>
        Choose answers’ files
      </button>
      <span className="panel-note">or drop a pile of them here</span>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        multiple
        hidden
        aria-label="Answers’ files"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </div>
  )
}

function OfLesson({ id, handed }: { readonly id: string; readonly handed: readonly Handed[] }) {
  const lesson = lessons.find(one => one.id === id)
  if (!lesson)
    return (
      <section>
        <p className="panel-empty">
          {handed.length} of a lesson that this page does not have: {id.slice(0, 60)}.
        </p>
      </section>
    )
  return <Results lesson={lesson} handed={handed} />
}

function Results({ lesson, handed }: { readonly lesson: Lesson; readonly handed: readonly Handed[] }) {
  const questions = useMemo(() => questionsIn(lesson, handed), [lesson, handed])
  const save = () =>
    saveFile(
      `class-${lesson.id}.csv`,
      csv([
        ['student', ...questions.flatMap(({ id }) => [id, `${id} right`])],
        ...handed.map(({ name, answers }) => [
          name,
          ...questions.flatMap(({ of }) => {
            const cell = of(answers)
            return [cell?.text, cell?.right === undefined ? undefined : Number(cell.right)]
          }),
        ]),
      ]),
    )
  return (
    <section aria-label={lesson.title} className="lesson-wide teach-results">
      <h2>
        <a href={lessonHash(lesson.id)}>{lesson.title}</a>, {handed.length}{' '}
        {handed.length === 1 ? 'student' : 'students'}
      </h2>
      <Spreads lesson={lesson} handed={handed} />
      <Agreements lesson={lesson} handed={handed} />
      <ClassTable questions={questions} handed={handed} />
      <p>
        <button type="button" className="button" onClick={save}>
          Save the table (CSV)
        </button>
      </p>
    </section>
  )
}
