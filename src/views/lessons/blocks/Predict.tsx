import { useState } from 'react'
import { figureWords } from '../../../core/claim-words.ts'
import { type Cause, type Choice, optionAt, type PredictBlock, type Quantity } from '../../../core/lesson.ts'
import type { Guess } from '../../../store/lesson/answers.ts'
import { isOfEstimate } from '../asked.ts'
import { estimated } from '../estimated.ts'
import { decidingBlock, useLesson } from '../lesson-context.ts'
import { Line } from '../Prose.tsx'
import { CurveGuess } from './CurveGuess.tsx'

/** A question before the experiment. The guess is final; what is right is computed from the run. */
export function Predict({ block }: { readonly block: PredictBlock }) {
  const { answers, dispatch, link } = useLesson()
  const guess = answers.guesses[block.id]
  const figure = useAsked(block)
  const onGuess = (made: Guess) => dispatch({ type: 'guessed', id: block.id, guess: made })
  return (
    <section className="lesson-predict" aria-label={`Your guess: ${block.id}`}>
      <p className="lesson-ask">
        <Line text={block.ask} />
      </p>
      <Answer block={block} guess={guess} figure={figure} onGuess={onGuess} />
      {!guess && (
        <button type="button" className="link-button" onClick={() => onGuess({ kind: 'skipped' })}>
          Skip the guess
        </button>
      )}
      {guess?.kind === 'skipped' && <p className="panel-note">No guess was made.</p>}
      {guess && !link.hide.includes('answers') && <Feedback block={block} guess={guess} figure={figure} />}
    </section>
  )
}

/** What the question asks for, once it is known. */
function useAsked(block: PredictBlock): number | undefined {
  const { lesson, answers } = useLesson()
  const { answer } = block
  if (!('of' in answer)) return undefined
  const deciding = decidingBlock(lesson, block.about)
  if (isOfEstimate(answer.of)) return deciding?.kind === 'estimate' ? estimated(deciding, answer.of) : undefined
  return answers.measured[block.about]?.asked[block.id]
}

interface AnswerProps {
  readonly block: PredictBlock
  readonly guess: Guess | undefined
  readonly figure: number | undefined
  readonly onGuess: (guess: Guess) => void
}

function Answer({ block, guess, figure, onGuess }: AnswerProps) {
  const { answer } = block
  switch (answer.kind) {
    case 'choice':
      return <Options id={block.id} options={answer.options.map(({ text }) => text)} guess={guess} onGuess={onGuess} />
    case 'cause':
      return <Options id={block.id} options={answer.options} guess={guess} onGuess={onGuess} />
    case 'quantity':
      return <Amount answer={answer} guess={guess} onGuess={onGuess} />
    case 'curve':
      return <CurveGuess curve={answer} about={block.about} guess={guess} figure={figure} onGuess={onGuess} />
  }
}

interface OptionsProps {
  readonly id: string
  readonly options: readonly string[]
  readonly guess: Guess | undefined
  readonly onGuess: (guess: Guess) => void
}

function Options({ id, options, guess, onGuess }: OptionsProps) {
  const [chosen, setChosen] = useState<number>()
  const made = guess?.kind === 'option' ? guess.option : chosen
  return (
    <>
      <fieldset className="lesson-options" disabled={guess !== undefined}>
        <legend className="visually-hidden">Options</legend>
        {options.map((text, at) => (
          <label key={text}>
            <input type="radio" name={`guess-${id}`} checked={made === at} onChange={() => setChosen(at)} />
            <span>
              <Line text={text} />
            </span>
          </label>
        ))}
      </fieldset>
      {!guess && (
        <button
          type="button"
          className="button"
          disabled={chosen === undefined}
          onClick={() => chosen !== undefined && onGuess({ kind: 'option', option: chosen })}
        >
          That is my guess
        </button>
      )}
    </>
  )
}

function Amount({
  answer,
  guess,
  onGuess,
}: {
  readonly answer: Quantity
  readonly guess: Guess | undefined
  readonly onGuess: (guess: Guess) => void
}) {
  const [low, high] = answer.range
  const [value, setValue] = useState((low + high) / 2)
  const shown = guess?.kind === 'number' ? guess.value : value
  return (
    <div className="lesson-amount">
      <input
        type="range"
        className="slider"
        min={low}
        max={high}
        step={(high - low) / 200}
        value={shown}
        disabled={guess !== undefined}
        aria-label="Your guess"
        onChange={({ target }) => setValue(target.valueAsNumber)}
      />
      <output className="number">
        {figureWords(shown)} {answer.unit}
      </output>
      {!guess && (
        <button type="button" className="button" onClick={() => onGuess({ kind: 'number', value })}>
          That is my guess
        </button>
      )}
    </div>
  )
}

interface FeedbackProps {
  readonly block: PredictBlock
  readonly guess: Guess
  readonly figure: number | undefined
}

/** Said once it is known what is right. */
function Feedback({ block, guess, figure }: FeedbackProps) {
  const { answer } = block
  switch (answer.kind) {
    case 'choice':
      return figure === undefined ? <Later /> : <OfChoice answer={answer} guess={guess} figure={figure} />
    case 'cause':
      return <OfCause answer={answer} guess={guess} />
    case 'quantity':
      return figure === undefined ? <Later /> : <OfQuantity answer={answer} guess={guess} figure={figure} />
    case 'curve':
      return null
  }
}

const Later = () => <p className="panel-note">Now run the experiment below: it decides.</p>

function OfChoice({
  answer,
  guess,
  figure,
}: {
  readonly answer: Choice
  readonly guess: Guess
  readonly figure: number
}) {
  const right = optionAt(answer, figure)
  if (right === undefined) return <p className="panel-note">The experiment gave no figure: nothing decides.</p>
  const isRight = guess.kind === 'option' && guess.option === right
  const wrong = guess.kind === 'option' ? answer.options[guess.option]?.ifWrong : undefined
  return (
    <p className="lesson-feedback" data-right={isRight || guess.kind === 'skipped' || undefined}>
      {guess.kind !== 'skipped' && <strong>{isRight ? 'As you said.' : 'Not so.'} </strong>}Measured:{' '}
      <b className="number">{figureWords(figure)}</b>, which is “{answer.options[right]?.text}”. {!isRight && wrong}
    </p>
  )
}

function OfCause({ answer, guess }: { readonly answer: Cause; readonly guess: Guess }) {
  const isRight = guess.kind === 'option' && guess.option === answer.right
  return (
    <p className="lesson-feedback" data-right={isRight || guess.kind === 'skipped' || undefined}>
      <strong>{isRight ? 'Yes.' : `It is: ${answer.options[answer.right]}.`}</strong> {answer.because}
    </p>
  )
}

function OfQuantity({
  answer,
  guess,
  figure,
}: {
  readonly answer: Quantity
  readonly guess: Guess
  readonly figure: number
}) {
  const isRight = guess.kind === 'number' && Math.abs(guess.value - figure) <= answer.within
  return (
    <p className="lesson-feedback" data-right={isRight || guess.kind === 'skipped' || undefined}>
      {guess.kind !== 'skipped' && <strong>{isRight ? 'Near enough.' : 'Not near.'} </strong>}Measured:{' '}
      <b className="number">
        {figureWords(figure)} {answer.unit}
      </b>
      {guess.kind === 'number' && <>, you said {figureWords(guess.value)}</>}.
    </p>
  )
}
