import { clamp } from '../../core/math.ts'

interface SeparatorProps {
  readonly label: string
  readonly direction: 'vertical' | 'horizontal'
  /** Pixels of the section that it sizes. */
  readonly size: number
  readonly min: number
  readonly max: number
  /** +1 when moving right (or down) makes the section larger. */
  readonly towards: 1 | -1
  readonly onSize: (size: number) => void
}

/** The gap between two sections: drag it, or focus it and use the arrow keys; Home and End are the limits. */
export function Separator({ label, direction, size, min, max, towards, onSize }: SeparatorProps) {
  const isVertical = direction === 'vertical'
  const set = (next: number) => onSize(clamp(Math.round(next), min, max))
  const drag = (event: React.PointerEvent<HTMLDivElement>) => {
    const { currentTarget: handle, pointerId } = event
    const start = isVertical ? event.clientX : event.clientY
    handle.setPointerCapture(pointerId)
    const move = (moved: PointerEvent) => set(size + towards * ((isVertical ? moved.clientX : moved.clientY) - start))
    const stop = () => handle.removeEventListener('pointermove', move)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('lostpointercapture', stop, { once: true })
  }
  const keys: Readonly<Record<string, number>> = {
    [isVertical ? 'ArrowRight' : 'ArrowDown']: size + 16 * towards,
    [isVertical ? 'ArrowLeft' : 'ArrowUp']: size - 16 * towards,
    Home: min,
    End: max,
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; a separator with a value can.
    <div
      className="separator"
      data-direction={direction}
      role="separator"
      aria-label={label}
      aria-orientation={direction}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={event => {
        const next = keys[event.key]
        if (next === undefined) return
        event.preventDefault()
        set(next)
      }}
    />
  )
}
