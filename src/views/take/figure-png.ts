/** An SVG figure as pixels, for slides and papers that take no SVG. */
import { fail } from '../../core/fail.ts'
import type { DrawnFigure } from './figure-svg.ts'

/** Pixels per pixel of the screen. */
const sharpness = 2

/** Fails where the browser cannot draw it. */
export async function figurePng({ text, width, height }: DrawnFigure): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width * sharpness
    canvas.height = height * sharpness
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const content = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
    return content ?? fail('figure', 'a PNG', 'none', 'Save it as SVG.')
  } finally {
    URL.revokeObjectURL(address)
  }
}
