const shapes = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  phase: 'M3 3v10l7-5zM11.5 3H13v10h-1.5z',
  iteration: 'M2 3v10l5.5-5zM7.5 3v10L13 8zM13 3h1.5v10H13z',
  back: 'M13 3v10L6 8zM3 3h1.5v10H3z',
  reset: 'M8 2a6 6 0 1 0 6 6h-1.6A4.4 4.4 0 1 1 8 3.6c1.2 0 2.2.5 3 1.2L9 6.8h5V1.8l-1.8 1.8A6 6 0 0 0 8 2z',
  dice: 'M3 2h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zm.5 1.5v9h9v-9zM6 5a1 1 0 1 1-2 0 1 1 0 0 1 2 0zm3 3a1 1 0 1 1-2 0 1 1 0 0 1 2 0zm3 3a1 1 0 1 1-2 0 1 1 0 0 1 2 0z',
  share:
    'M6.5 9.5a2.6 2.6 0 0 0 3.9.3l2-2a2.6 2.6 0 0 0-3.7-3.7L7.6 5.2M9.5 6.5a2.6 2.6 0 0 0-3.9-.3l-2 2a2.6 2.6 0 0 0 3.7 3.7l1.1-1.1',
  light:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M3 13l1.4-1.4M11.6 4.4L13 3',
  dark: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  pin: 'M9.5 2.5l4 4-2.2.6-2.3 2.3.2 3.1-5.7-5.7 3.1.2 2.3-2.3zM6.3 9.7L3 13',
  show: 'M2.5 3h11v7h-11zM8 10v3.5M5.5 13.5h5',
} as const

export type IconName = keyof typeof shapes
const drawnAsLines: ReadonlySet<IconName> = new Set([
  'share',
  'light',
  'dark',
  'system',
  'find',
  'close',
  'more',
  'pin',
  'show',
])

/** Decoration beside a word, or inside a button that has a label of its own. */
export function Icon({ name }: { readonly name: IconName }) {
  const lines = drawnAsLines.has(name)
  return (
    <svg className="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        d={shapes[name]}
        fill={lines ? 'none' : 'currentColor'}
        fillRule="evenodd"
        stroke={lines ? 'currentColor' : 'none'}
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
