/** Every page beside the playground. A new one is a row here and a folder of its own. */
import type { ComponentType } from 'react'

export interface PageProps {
  /** The words after its own in the address: a method's id, a lesson and its step. */
  readonly path: readonly string[]
  /** What stands after `?`, such as `q=entropy&slot=credit`. */
  readonly query: string
}

export interface PageEntry {
  /** Its word in the address: `#/methods`. */
  readonly word: string
  /** As the menu says it. */
  readonly title: string
  /** Where the menu has it, in the order of the rows; absent where no menu leads to it. */
  readonly menu?: 'pages' | 'tools'
  /** Whether the transport of the playground's run stands above it. */
  readonly transport: boolean
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>
}

export const pages: readonly PageEntry[] = [
  { word: 'lessons', title: 'Lessons', menu: 'pages', transport: false, load: () => import('./lessons/index.tsx') },
  { word: 'compare', title: 'Compare', menu: 'pages', transport: false, load: () => import('./compare/index.tsx') },
  {
    word: 'methods',
    title: 'Methods',
    menu: 'pages',
    transport: false,
    load: () => import('./catalogue/index.tsx'),
  },
  { word: 'teach', title: 'For teachers', transport: false, load: () => import('./teach/index.tsx') },
  { word: 'open', title: 'Open', menu: 'tools', transport: false, load: () => import('./open/index.tsx') },
  { word: 'gallery', title: 'Gallery', transport: false, load: () => import('./gallery/index.tsx') },
]

export const pageWords: readonly string[] = pages.map(({ word }) => word)
