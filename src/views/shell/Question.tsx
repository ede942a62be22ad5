import { isHeavy } from '../../core/cost.ts'
import { titleOf } from '../../methods/index.ts'
import { mayRun } from '../../store/consent.ts'
import { methodOfPreset } from '../../store/program-actions.ts'
import { paramsOf } from '../../store/recipe-edits.ts'
import { costOfRecipe, smallerThan } from '../../store/select/cost.ts'
import { shownRun } from '../../store/select/run.ts'
import { ProgramQuestion } from './ProgramQuestion.tsx'
import { useActions, usePage, useRun } from './page.ts'
import { cost, duration } from './words.ts'

/** What the page asks before it computes something heavy, and when the engine has not answered for long. */
export function Question() {
  const isHeld = useRun(({ status }) => status === 'held')
  const silence = useRun(run => run.silence)
  const program = useRun(run => run.recipe.own)
  const isAllowed = usePage(state => mayRun(shownRun(state).recipe, state))
  if (isHeld && program !== undefined && !isAllowed) return <Program program={program} />
  if (isHeld) return <Heavy />
  // A text that changed with every second would be read aloud each time.
  return silence && silence.seconds >= silence.patience ? <Silent seconds={silence.patience} /> : null
}

function Program({ program }: { readonly program: string }) {
  const preset = useRun(run => run.preset)
  const { allowProgram, leaveProgram } = useActions()
  return (
    <ProgramQuestion
      program={program}
      waits="The run waits until you have said so."
      otherwise={`Leave it, and this setup trains ${titleOf(methodOfPreset(preset))} instead.`}
      onRun={() => allowProgram(program)}
      onLeave={leaveProgram}
    />
  )
}

function Heavy() {
  const expected = useRun(run => run.cost)
  const { startAnyway } = useActions()
  if (!expected) return null
  return (
    <div className="banner" role="alert">
      <div className="banner-text">
        <strong>This setup is heavy.</strong> {cost(expected)} by a rough estimate for the processor; a graphics card
        may be faster. Nothing is computed yet.
      </div>
      <div className="banner-buttons">
        <button type="button" className="button" onClick={startAnyway}>
          Start anyway
        </button>
        <Smaller verb="Smaller" />
      </div>
    </div>
  )
}

function Silent({ seconds }: { readonly seconds: number }) {
  const checkpoint = useRun(run => run.checkpoint?.iteration)
  const isLarge = usePage(state => isHeavy(costOfRecipe(shownRun(state).recipe, state)))
  const { wait, restart } = useActions()
  return (
    <div className="banner" role="alert">
      <div className="banner-text">
        <strong>The engine has not answered for {duration(seconds)} and longer.</strong> It may be at work on a large
        batch, and then it answers by itself; or it has died, and then it does not.
      </div>
      <div className="banner-buttons">
        <button type="button" className="button" onClick={wait}>
          Wait
        </button>
        <button type="button" className="button" onClick={restart}>
          {checkpoint ? `Start again from iteration ${checkpoint}` : 'Start again'}
        </button>
        {isLarge && <Smaller verb="Shrink and start again" />}
      </div>
    </div>
  )
}

/** The same setup with fewer problems or responses, where that makes it light. */
function Smaller({ verb }: { readonly verb: string }) {
  const recipe = useRun(run => run.recipe)
  const backendChoice = usePage(state => state.backendChoice)
  const path = usePage(state => state.path)
  const { edit } = useActions()
  const smaller = smallerThan(recipe, { backendChoice, path })
  if (!smaller || smaller === recipe) return null
  const { problems, groupSize } = paramsOf(smaller)
  return (
    <button type="button" className="button" onClick={() => edit(smaller)}>
      {verb}: {String(problems)} problems × {String(groupSize)} responses
    </button>
  )
}
