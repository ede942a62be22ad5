import { useCallback, useMemo, useReducer, useState } from 'react'
import { useStore } from 'zustand'
import type { ArmRun } from '../../core/claim.ts'
import { type Block, type ExperimentBlock, type Lesson, seedsOf } from '../../core/lesson.ts'
import { lessonOf } from '../../lessons/index.ts'
import { type AnswerAction, type Answers, answer, isAnswers, noAnswers } from '../../store/lesson/answers.ts'
import { readLessonLink } from '../../store/lesson/link.ts'
import { isOpen, progressOf } from '../../store/lesson/progress.ts'
import { readPreference, writePreference } from '../../store/preferences.ts'
import { useCalm } from '../shell/useCalm.ts'
import { AnswersFile } from './AnswersFile.tsx'
import { lessonHash, lessonsHash, teachHash } from './address.ts'
import { EstimateFigure } from './blocks/EstimateFigure.tsx'
import { Exercise } from './blocks/Exercise.tsx'
import { ExperimentFigure } from './blocks/ExperimentFigure.tsx'
import { FormulaFigure } from './blocks/FormulaFigure.tsx'
import { LiveFigure } from './blocks/LiveFigure.tsx'
import { Predict } from './blocks/Predict.tsx'
import { Written } from './blocks/Written.tsx'
import { LessonProvider, type LessonState, useLesson } from './lesson-context.ts'
import { Line, Prose } from './Prose.tsx'
import { TeacherLink } from './TeacherLink.tsx'
import { endedRun, jobsOf, lessonRunner } from './useRuns.ts'

/** Where the browser keeps the answers to a lesson. */
export const answersKey = (lesson: string): string => `lesson.${lesson}`

/** A lesson, read from top to bottom: guess, run, see it judged, read why. */
export function LessonPage({ lesson, query }: { readonly lesson: Lesson; readonly query: string }) {
  const state = useLessonState(lesson, query)
  const { done, of } = progressOf(lesson, state.answers)
  return (
    <LessonProvider value={state}>
      <article className="lesson">
        <header className="lesson-head">
          <p className="panel-note">
            {lesson.chapter} · {lesson.minutes} minutes
            {lesson.needs.map((id, i) => (
              <span key={id}>
                {i === 0 ? ' · after ' : ', '}
                {titleLink(id)}
              </span>
            ))}
          </p>
          <h1>{lesson.title}</h1>
          <p className="lesson-goal">{lesson.goal}</p>
          {of > 0 && (
            <p className="panel-note">
              <progress max={of} value={done} aria-label="Done in this lesson" /> {done} of {of} done
            </p>
          )}
        </header>
        {lesson.blocks.map((block, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a fixed lesson.
          <BlockOf key={at} block={block} />
        ))}
        {state.link.ask.map(question => (
          <Written key={question} question={question} />
        ))}
        <footer className="lesson-foot">
          {lesson.next && !state.link.hide.includes('next') && <p>Next: {titleLink(lesson.next)}</p>}
          {lesson.papers.length > 0 && (
            <p className="panel-note">Papers: {lesson.papers.map(({ title }) => title).join(' · ')}</p>
          )}
          <AnswersFile />
          {!state.link.hide.includes('answers') && (
            <details className="lesson-answers">
              <summary>For teachers: a link for a class</summary>
              <TeacherLink lesson={lesson} />
              <p>
                <a href={teachHash}>Read what a class has handed in</a>
              </p>
            </details>
          )}
          <p>
            <a href={lessonsHash}>All lessons</a>
          </p>
        </footer>
      </article>
    </LessonProvider>
  )
}

const titleLink = (id: string) => (
  <a key={id} href={lessonHash(id)}>
    {lessonOf(id).title}
  </a>
)

function BlockOf({ block }: { readonly block: Block }) {
  const { lesson, answers, link } = useLesson()
  switch (block.kind) {
    case 'text':
      return <Prose text={block.text} />
    case 'formula':
      return <FormulaFigure {...block} />
    case 'live':
      return <LiveFigure block={block} />
    case 'estimate':
      return <EstimateFigure block={block} />
    case 'predict':
      return <Predict block={block} />
    case 'experiment':
      return <Guarded block={block} />
    case 'explain':
      return isOpen(block.after, lesson, answers) && !link.hide.includes('answers') ? <Prose text={block.text} /> : null
    case 'exercise':
      return <Exercise block={block} />
  }
}

/** An experiment can be run once every guess about it has been made. */
function Guarded({ block }: { readonly block: ExperimentBlock }) {
  const { lesson, answers } = useLesson()
  const open = lesson.blocks.filter(one => one.kind === 'predict' && one.about === block.id && !answers.guesses[one.id])
  if (open.length > 0)
    return (
      <p className="lesson-wait panel-note">
        <Line text="First your guess, above. Then this experiment can be run." />
      </p>
    )
  return <ExperimentFigure block={block} />
}

function useLessonState(lesson: Lesson, query: string): LessonState {
  const link = useMemo(() => readLessonLink(query), [query])
  const [answers, dispatch] = useAnswers(lesson.id)
  const [more, setMore] = useState<ReadonlySet<string>>(new Set())
  const { trials } = useCalm(useStore(lessonRunner().api), 300)
  const seedsFor = useMemo(() => {
    const known = new Map<ExperimentBlock, readonly string[]>()
    return (experiment: ExperimentBlock): readonly string[] => {
      const seeds = known.get(experiment) ?? seedsIn(experiment, link.seeds, more.has(experiment.id))
      known.set(experiment, seeds)
      return seeds
    }
  }, [link.seeds, more])
  const runsOf = useCallback(
    (experiment: ExperimentBlock): readonly ArmRun[] => {
      const seeds = seedsFor(experiment)
      return jobsOf(lesson, experiment, seeds).flatMap(({ id }, at) => {
        const arm = experiment.arms[at % experiment.arms.length]?.id ?? ''
        return endedRun(arm, seeds[Math.floor(at / experiment.arms.length)] ?? '', trials.get(id))
      })
    },
    [lesson, seedsFor, trials],
  )
  const wantMore = useCallback((id: string) => setMore(known => new Set([...known, id])), [])
  return { lesson, answers, dispatch, link, seedsFor, wantMore, runsOf }
}

/** Twice as many: the next ones in number. */
function seedsIn(experiment: ExperimentBlock, own: readonly string[] | undefined, isMore: boolean): readonly string[] {
  const seeds = own ?? seedsOf(experiment)
  return isMore ? [...seeds, ...seeds.map((_, i) => String(seeds.length + 1 + i))] : seeds
}

function useAnswers(id: string): readonly [Answers, (action: AnswerAction) => void] {
  const key = answersKey(id)
  return useReducer(
    (before: Answers, action: AnswerAction) => {
      const after = answer(before, action)
      if (after !== before) writePreference(key, after)
      return after
    },
    key,
    () => readPreference(key, isAnswers, noAnswers),
  )
}
