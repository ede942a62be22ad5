/** Addresses of lessons. */
import { type LessonLink, plainLink, writeLessonLink } from '../../store/lesson/link.ts'

export const lessonsHash = '#/lessons'
export const teachHash = '#/teach'
export const lessonHash = (id: string, link: LessonLink = plainLink): string =>
  `${lessonsHash}/${encodeURIComponent(id)}${writeLessonLink(link)}`
