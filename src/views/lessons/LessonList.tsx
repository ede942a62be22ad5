import { chapters, type Lesson } from '../../core/lesson.ts'
import { lessons } from '../../lessons/index.ts'
import { isAnswers, noAnswers } from '../../store/lesson/answers.ts'
import { progressOf } from '../../store/lesson/progress.ts'
import { readPreference } from '../../store/preferences.ts'
import { lessonHash, teachHash } from './address.ts'
import { answersKey } from './LessonPage.tsx'
import { words } from './words.ts'

/** For an afternoon: the shortest way through the questions that everybody asks. */
const afternoon = [
  'frozen',
  'reinforce-baseline',
  'group-advantage',
  'zero-signal',
  'ratio-clip',
  'entropy',
  'praise-blame',
  'token-credit',
  'debugging',
]

/** All lessons by chapter, with how far the reader is; below them the words of the field. */
export function LessonList() {
  return (
    <div className="lesson-list">
      <header className="lesson-head">
        <h1>Lessons</h1>
        <p className="lesson-goal">
          Guess, run, see it judged over seeds, read why. Every figure is measured on this machine while you watch.
        </p>
        <p className="panel-note">
          For a class: <a href={teachHash}>make a link, read what is handed in</a>.
        </p>
        <p className="panel-note">
          One afternoon:{' '}
          {afternoon.map((id, i) => (
            <span key={id}>
              {i > 0 && ' → '}
              <a href={lessonHash(id)}>{lessons.find(lesson => lesson.id === id)?.title}</a>
            </span>
          ))}
        </p>
      </header>
      {chapters.map(chapter => (
        <section key={chapter} aria-label={chapter}>
          <h2>{chapter}</h2>
          <ul className="lesson-cards">
            {lessons
              .filter(lesson => lesson.chapter === chapter)
              .map(lesson => (
                <Card key={lesson.id} lesson={lesson} />
              ))}
          </ul>
        </section>
      ))}
      <Glossary />
    </div>
  )
}

function Card({ lesson }: { readonly lesson: Lesson }) {
  const { done, of } = progressOf(lesson, readPreference(answersKey(lesson.id), isAnswers, noAnswers))
  return (
    <li>
      <a className="lesson-card" href={lessonHash(lesson.id)}>
        <strong>{lesson.title}</strong>
        <span>{lesson.goal}</span>
        <small>
          {lesson.minutes} minutes{done > 0 && ` · ${done} of ${of} done`}
        </small>
      </a>
    </li>
  )
}

const Glossary = () => (
  <section aria-label="Words">
    <h2>Words</h2>
    <dl className="lesson-words">
      {words.map(({ id, word, text, lesson, tab }) => (
        <div key={id} id={`word-${id}`}>
          <dt>{word}</dt>
          <dd>
            {text} {lesson && <a href={lessonHash(lesson)}>Lesson</a>} {tab && <a href={`#/tab/${tab}`}>See it</a>}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)
