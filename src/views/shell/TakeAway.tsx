import { lazyPart } from './lazyPart.tsx'

/** The menu of what can be taken away, of the picture or of the charts. */
export const TakeAway = lazyPart({
  what: 'The menu to take away',
  load: () => import('../take/TakeMenu.tsx'),
  fallback: <span className="take-button" />,
})
