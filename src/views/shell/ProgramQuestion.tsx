import { unmasked } from '../../core/show.ts'
import { count } from '../kit/numbers.ts'

interface ProgramQuestionProps {
  readonly program: string
  /** What waits for the answer, in words. */
  readonly waits: string
  /** What happens where it is left, in words. */
  readonly otherwise: string
  readonly onRun: () => void
  readonly onLeave: () => void
}

/** A program that nobody has said yes to, to be read; what it could do, and the two answers. */
export function ProgramQuestion({ program, waits, otherwise, onRun, onLeave }: ProgramQuestionProps) {
  const lines = program.replace(/\n$/, '').split('\n').length
  return (
    <section className="banner program-question" aria-label="A program that has not run">
      <div className="banner-text" role="alert">
        <strong>A program came along, and asks before it runs.</strong> {waits} It is an estimator that somebody wrote:
        it is given rewards, lengths and numbers per token, and gives back numbers to train on. It runs in a sandbox
        that has nothing else, neither network nor page, files, clock or chance; half a second and 64 MiB at most.{' '}
        {otherwise}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className="program-text" tabIndex={0} aria-label={`The program, ${count(lines, 'line')}`}>
        <pre>{unmasked(program)}</pre>
      </section>
      <div className="banner-buttons">
        <button type="button" className="button" onClick={onRun}>
          Run it
        </button>
        <button type="button" className="button" onClick={onLeave}>
          Leave it
        </button>
      </div>
    </section>
  )
}
