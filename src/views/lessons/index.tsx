import { useEffect, useRef } from 'react'
import { lessons } from '../../lessons/index.ts'
import type { PageProps } from '../pages.ts'
import { lessonsHash } from './address.ts'
import { LessonList } from './LessonList.tsx'
import { LessonPage } from './LessonPage.tsx'
import './lessons.css'

/** The lessons: their list, or one of them. */
export default function Lessons({ path: [id], query }: PageProps) {
  const lesson = lessons.find(known => known.id === id)
  const main = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another lesson begins at its top.
  useEffect(() => {
    main.current?.focus({ preventScroll: true })
    main.current?.scrollTo(0, 0)
    const before = document.title
    document.title = `${lesson?.title ?? 'Lessons'} - ${before}`
    return () => {
      document.title = before
    }
  }, [id])
  return (
    <main className="page lessons" id="page" tabIndex={-1} ref={main}>
      {id === undefined ? (
        <LessonList />
      ) : lesson ? (
        <LessonPage key={lesson.id} lesson={lesson} query={query} />
      ) : (
        <p className="panel-empty">
          There is no such lesson. <a href={lessonsHash}>All lessons</a>
        </p>
      )}
    </main>
  )
}
