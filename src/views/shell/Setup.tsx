import { useMemo } from 'react'
import { presets } from '../../core/presets.ts'
import type { Recipe } from '../../core/recipe.ts'
import { applyDifference } from '../../core/recipe-check.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { compareHash } from '../../store/compare/address.ts'
import {
  differences,
  levelOrFirst,
  lookups,
  startsOf,
  withLevel,
  withMethod,
  withPolicy,
  withTask,
} from '../../store/recipe-edits.ts'
import { methodHash } from '../../store/route.ts'
import { lacks } from '../../store/select/needs.ts'
import { changeWords } from '../../store/select/run-name.ts'
import { taskOf } from '../../tasks/index.ts'
import { TryIt } from '../catalogue/TryIt.tsx'
import { AsMade } from './AsMade.tsx'
import { Combine } from './Combine.tsx'
import { Conventions } from './Conventions.tsx'
import { lazyPart } from './lazyPart.tsx'
import { ParamFields } from './ParamFields.tsx'
import { Picker } from './Picker.tsx'
import { useActions, useRun } from './page.ts'
import { paramGroups } from './param-groups.ts'
import { methodPicks, policyPicks, presetPicks, taskPicks } from './setup-picks.ts'
import './setup.css'

/** Apart from the setup, because all that was measured comes with it. */
const PresetClaims = lazyPart({ what: 'What was measured', load: () => import('./PresetClaims.tsx') })

/** The left-hand column: what is trained, on what, how. Every control is made from a declaration. */
export default function Setup() {
  const recipe = useRun(run => run.recipe)
  const preset = useRun(run => run.preset)
  const { edit, choosePreset, showProgram } = useActions()
  const base = (presets.find(({ id }) => id === preset) ?? presets[0]).recipe
  const changed = useMemo(() => differences(base, recipe), [base, recipe])
  const isChanged = (key: string) => changed.some(difference => difference.key === key)
  const resolved = resolveRecipe(recipe)
  const groups = useMemo(() => paramGroups(resolved), [resolved])
  const missing = lacks(recipe.method, recipe, recipe.slots)
  return (
    <div className="setup">
      <div className="setup-part">
        <h2 className="setup-title">What is trained</h2>
        <Picker label="Preset" value={preset} picks={presetPicks} onPick={choosePreset} />
        {/* What to watch on one task says nothing about another. */}
        {recipe.task === base.task && (
          <>
            <PresetText id={preset} />
            <PresetClaims id={preset} />
          </>
        )}
        <TaskFields recipe={recipe} isChanged={isChanged} />
      </div>
      <div className="setup-part">
        <h2 className="setup-title">Method</h2>
        <Picker
          label="Method"
          value={recipe.method}
          picks={methodPicks(recipe)}
          isChanged={isChanged('method')}
          onPick={id => edit(withMethod(recipe, id))}
        />
        <p className="setup-idea">
          {wordsOf(recipe.method).idea}{' '}
          {recipe.own === undefined ? (
            <a className="link" href={methodHash(recipe.method)}>
              Read about {resolved.method.title}
            </a>
          ) : (
            <button type="button" className="link" onClick={showProgram}>
              Read or change the program
            </button>
          )}
        </p>
        {missing ? (
          <>
            <p className="warning-text" role="status">
              {missing}
            </p>
            <TryIt method={resolved.method} />
          </>
        ) : (
          <AsMade recipe={recipe} />
        )}
        <Combine recipe={recipe} />
        <Conventions recipe={recipe} />
      </div>
      {groups.map(group => (
        <ParamFields
          key={group.id}
          group={group}
          recipe={recipe}
          base={base}
          disabledBecause={group.id === 'method' ? missing : undefined}
        />
      ))}
      <Changes count={changed.length} list={changed.map(({ label }) => label)} onReset={() => edit(base)} />
    </div>
  )
}

/** What to watch, and the run to compare it with. */
function PresetText({ id }: { readonly id: string }) {
  const recipe = useRun(run => run.recipe)
  const preset = presets.find(known => known.id === id)
  if (!preset) return null
  const { text, compareWith } = preset
  const changes = compareWith ? changeWords(recipe, applyDifference(compareWith, recipe, lookups)) : []
  return (
    <details className="preset-text" open>
      <summary>What to watch</summary>
      <p>{text}</p>
      {compareWith && changes.length > 0 && (
        <a className="button button-small" href={compareHash(compareWith, recipe)}>
          Then compare with {changes.join(', ')}
        </a>
      )}
    </details>
  )
}

function TaskFields({ recipe, isChanged }: { readonly recipe: Recipe; readonly isChanged: (key: string) => boolean }) {
  const { edit } = useActions()
  const task = taskOf(recipe.task)
  const level = levelOrFirst(task, recipe.level)
  return (
    <>
      <Picker
        label="Task"
        value={recipe.task}
        picks={taskPicks}
        isChanged={isChanged('task')}
        onPick={id => edit(withTask(recipe, id))}
      />
      <Picker
        label="Level"
        value={level.id}
        picks={task.levels.map(({ id, title, note }) => ({ id, title, note }))}
        isChanged={isChanged('level')}
        onPick={id => edit(withLevel(recipe, id))}
      />
      <Picker
        label="Policy"
        value={recipe.policy}
        picks={policyPicks(recipe)}
        isChanged={isChanged('policy')}
        onPick={id => edit(withPolicy(recipe, id))}
      />
      <Picker
        label="Start"
        value={recipe.base}
        picks={startsOf(level, recipe.policy).map(id => ({ id, title: id, note: starts[id] ?? '' }))}
        isChanged={isChanged('base')}
        onPick={base => edit({ ...recipe, base })}
      />
    </>
  )
}

const starts: Readonly<Record<string, string>> = {
  warm: 'trained to imitate a mediocre solver: 5 to 60 % right',
  strong: 'trained to imitate a good solver: 60 to 90 % right',
  random: 'knows nothing',
}

interface ChangesProps {
  readonly count: number
  readonly list: readonly string[]
  readonly onReset: () => void
}

function Changes({ count, list, onReset }: ChangesProps) {
  if (count === 0) return <p className="setup-changes">As in the preset.</p>
  return (
    <p className="setup-changes" title={list.join(', ')}>
      {count} {count === 1 ? 'change' : 'changes'} from the preset.{' '}
      <button type="button" className="link" onClick={onReset}>
        Reset to preset
      </button>
    </p>
  )
}
