import { Dialog } from '@base-ui/react/dialog'
import { useMemo, useState } from 'react'
import type { Recipe } from '../../core/recipe.ts'
import { type TrainerId, trainers } from '../../exports/trainers.ts'
import { nameOf, resolveRecipe } from '../../methods/index.ts'
import { wholeOf } from '../../methods/whole.ts'
import { CopyButton } from '../kit/CopyButton.tsx'
import { count } from '../kit/numbers.ts'
import { fileWord, saveFile } from '../kit/save-file.ts'
import { Icon } from '../shell/Icon.tsx'
import './trainer.css'

interface TrainerDialogProps {
  readonly recipe: Recipe
  readonly onClose: () => void
}

const ids: readonly TrainerId[] = ['trl', 'verl']

/** The run's method with its settings as a Python file for a real trainer: to read, copy and save. */
export default function TrainerDialog({ recipe, onClose }: TrainerDialogProps) {
  const [to, setTo] = useState<TrainerId>('trl')
  const method = useMemo(() => wholeOf(resolveRecipe(recipe)), [recipe])
  const { text, left, missing } = useMemo(() => {
    // The learning rate of a tiny network is no advice for a large one.
    const { learningRate: _, ...params } = recipe.params
    return trainers[to].write({ method, params })
  }, [method, recipe, to])
  const { title, install } = trainers[to]
  const file = `${fileWord(method.method.id, 'method')}-${to}.py`
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog trainer">
          <Dialog.Title className="dialog-title">Take it to a trainer</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <Dialog.Description className="trainer-words">
            {nameOf(method)} with the settings of this run, as one Python file: the trainer’s own settings where it has
            them, a small function where it lacks the advantage.
          </Dialog.Description>
          <fieldset className="trainer-choice">
            <legend>For</legend>
            {ids.map(id => (
              <label key={id}>
                <input type="radio" name="trainer" checked={id === to} onChange={() => setTo(id)} />{' '}
                {trainers[id].title}
              </label>
            ))}
          </fieldset>
          <Left {...{ left, missing, title }} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
          <section className="trainer-file" aria-label={file} tabIndex={0}>
            <pre>{text}</pre>
          </section>
          <p className="trainer-words">
            <code>{install}</code>, then <code>python {file}</code>. With <code>--self-test</code> it only checks its
            advantages against numbers that were computed here.
          </p>
          <div className="trainer-foot">
            <button type="button" className="button button-primary" onClick={() => saveFile(file, text)}>
              Save {file}
            </button>
            <CopyButton text={() => text}>Copy</CopyButton>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface LeftProps {
  readonly left: readonly string[]
  readonly missing: readonly string[]
  readonly title: string
}

function Left({ left, missing, title }: LeftProps) {
  if (left.length === 0) return <p className="trainer-words">Everything goes along.</p>
  const rest = left.filter(line => !missing.includes(line))
  return (
    <>
      {missing.length > 0 && (
        <p className="trainer-missing">
          In {title} this would be another method, so the file starts only with <code>--anyway</code>.{' '}
          {missing.join(' ')}
        </p>
      )}
      {rest.length > 0 && <Rest {...{ rest, title }} />}
    </>
  )
}

function Rest({ rest, title }: { readonly rest: readonly string[]; readonly title: string }) {
  return (
    <details className="trainer-left" open={rest.length < 4}>
      <summary>
        {count(rest.length, 'thing')} that {title} does otherwise or not at all
      </summary>
      <ul>
        {rest.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}
