import { titleOf } from '../../methods/index.ts'
import { paramsOf, withMethod, withPolicy, withTask } from '../../store/recipe-edits.ts'
import { taskOf } from '../../tasks/index.ts'
import { Picker } from './Picker.tsx'
import { useActions, usePage, useRun } from './page.ts'
import { Seed } from './Seed.tsx'
import { methodPicks, policyPicks, policyTitle, taskPicks } from './setup-picks.ts'

/** The setup as a sentence; its underlined words open their pickers in place. */
export default function SetupLine() {
  const recipe = useRun(run => run.recipe)
  const hidesMethod = usePage(state => state.frame.hide.includes('method'))
  const { edit } = useActions()
  const { problems, groupSize } = paramsOf(recipe)
  return (
    <>
      {!hidesMethod && (
        <>
          <Picker
            id="method-picker"
            label="Method"
            word={titleOf(recipe.method)}
            value={recipe.method}
            picks={methodPicks(recipe)}
            onPick={id => edit(withMethod(recipe, id))}
          />{' '}
          on{' '}
        </>
      )}
      <Picker
        label="Task"
        word={taskOf(recipe.task).title}
        value={recipe.task}
        picks={taskPicks}
        onPick={id => edit(withTask(recipe, id))}
      />
      <span className="setup-line-more">
        {': '}
        <Picker
          label="Policy"
          word={`${policyTitle(recipe.policy)}, ${starts[recipe.base] ?? recipe.base}`}
          value={recipe.policy}
          picks={policyPicks(recipe)}
          onPick={id => edit(withPolicy(recipe, id))}
        />
        , answers {problems} problems {groupSize} times each.
      </span>{' '}
      <Seed />
    </>
  )
}

const starts: Readonly<Record<string, string>> = {
  warm: 'trained a little',
  strong: 'trained well',
  random: 'untrained',
}
