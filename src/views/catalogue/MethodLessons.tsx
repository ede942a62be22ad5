import { lessonsAbout } from '../../lessons/index.ts'

/** Lessons in which the method is trained or spoken of. */
export default function MethodLessons({ id }: { readonly id: string }) {
  const found = lessonsAbout(id)
  if (found.length === 0) return null
  return (
    <p className="panel-note">
      Lessons:{' '}
      {found.map((lesson, i) => (
        <span key={lesson.id}>
          {i > 0 && ' · '}
          <a href={`#/lessons/${lesson.id}`}>{lesson.title}</a>
        </span>
      ))}
    </p>
  )
}
