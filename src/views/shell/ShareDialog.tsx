import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { linkTo } from '../../store/address-bar.ts'
import { type Frame, hidable, hidableParts, scales, wholeFrame } from '../../store/frame.ts'
import { setupOf } from '../../store/persist.ts'
import { playground } from '../../store/route.ts'
import { momentOf } from '../../store/select/look.ts'
import { shownRun } from '../../store/select/run.ts'
import { nothingSelected, type State } from '../../store/state.ts'
import { Icon } from './Icon.tsx'
import { useActions, usePageNow } from './page.ts'
import { routeNow } from './useRoute.ts'
import './share.css'

type What = 'page' | 'setup' | 'moment'

/** The page that is read beside the playground, and what a link to it opens. */
interface Other {
  readonly words: string
  readonly link: string
}

function otherPage(): Other | undefined {
  const { page } = routeNow()
  if (page === playground) return undefined
  const words =
    page === 'compare' ? 'with its base, runs and seeds, at the iteration and problem that it shows' : 'as it stands'
  return { words, link: location.href }
}

/** Two links, and what a teacher may leave out of the page that they open. */
export default function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const now = usePageNow()
  // As it is when the dialog opens: the run may go on behind it.
  const [state] = useState(now)
  const [frame, setFrame] = useState<Frame>(state.frame)
  const [other] = useState(otherPage)
  const [what, setWhat] = useState<What>(other ? 'page' : 'moment')
  const link = other && what === 'page' ? other.link : linkOf(state, what, frame)
  return (
    <Dialog.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog share">
          <Dialog.Title className="dialog-title">Share</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <fieldset className="share-choice">
            <legend>The link opens</legend>
            {other && (
              <Radio checked={what === 'page'} onChoose={() => setWhat('page')} title="This page">
                {other.words}
              </Radio>
            )}
            <Radio
              checked={what === 'setup'}
              onChoose={() => setWhat('setup')}
              title={other ? "The playground's setup" : 'This setup'}
            >
              at its start: same seed, same weights, nothing trained yet
            </Radio>
            <Radio
              checked={what === 'moment'}
              onChoose={() => setWhat('moment')}
              title={other ? "The playground's moment" : 'This moment'}
            >
              {momentWords(state)}
            </Radio>
          </fieldset>
          {what !== 'page' && (
            <>
              <FrameChoice frame={frame} tab={state.tab} onFrame={setFrame} />
              <Preview frame={frame} />
            </>
          )}
          <output className="share-link mono">{link}</output>
          <Copy link={link} onCopied={onClose} />
          {what !== 'page' && <Caution run={shownRun(state)} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface RadioProps {
  readonly checked: boolean
  readonly onChoose: () => void
  readonly title: string
  readonly children: string
}

const Radio = ({ checked, onChoose, title, children }: RadioProps) => (
  <label className="share-option">
    <input type="radio" name="share-what" checked={checked} onChange={onChoose} />
    <span>
      <b>{title}</b>, {children}
    </span>
  </label>
)

function linkOf(state: State, what: What, frame: Frame): string {
  const selection = what === 'setup' ? nothingSelected : { ...state.selection, iteration: momentOf(state) }
  return linkTo({ ...state, selection, frame })
}

function momentWords(state: State): string {
  const iteration = momentOf(state)
  if (iteration === undefined) return 'with the same group, response and picture'
  return `trained to iteration ${iteration} when it is opened, with the same group, response and picture`
}

interface FrameChoiceProps {
  readonly frame: Frame
  readonly tab: string
  readonly onFrame: (frame: Frame) => void
}

function FrameChoice({ frame, tab, onFrame }: FrameChoiceProps) {
  const isOne = frame.show !== undefined
  const present = { show: tab, scale: scales.usual }
  const whole = { show: undefined, scale: wholeFrame.scale }
  return (
    <fieldset className="share-choice">
      <legend>Leave out</legend>
      {hidableParts.map(part => (
        <Check
          key={part}
          label={hidable[part]}
          checked={frame.hide.includes(part)}
          onCheck={isOut =>
            onFrame({
              ...frame,
              hide: hidableParts.filter(known => (known === part ? isOut : frame.hide.includes(known))),
            })
          }
        />
      ))}
      <Check
        label="Everything but the picture that is open, enlarged"
        checked={isOne}
        onCheck={one => onFrame({ ...frame, ...(one ? present : whole) })}
      />
      <Check
        label="The frame: for a page that embeds this one"
        checked={frame.embed}
        onCheck={embed => onFrame({ ...frame, embed })}
      />
    </fieldset>
  )
}

interface CheckProps {
  readonly label: string
  readonly checked: boolean
  readonly onCheck: (isChecked: boolean) => void
}

const Check = ({ label, checked, onCheck }: CheckProps) => (
  <label className="share-option">
    <input type="checkbox" checked={checked} onChange={event => onCheck(event.target.checked)} />
    {label}
  </label>
)

/** The page in small, as the link opens it. */
function Preview({ frame: { hide, show, embed } }: { readonly frame: Frame }) {
  const isOut = (part: (typeof hidableParts)[number]) => hide.includes(part)
  return (
    <svg className="share-preview" viewBox="0 0 160 100" role="img" aria-label="What the link shows">
      {!embed && show === undefined && <rect x="0" y="0" width="160" height="7" />}
      {!isOut('setup') && show === undefined && !embed && <rect x="0" y="9" width="160" height="5" />}
      <rect x="0" y="16" width={show === undefined ? 60 : 160} height="6" />
      <rect
        className="share-work"
        x="0"
        y="24"
        width={show === undefined && !(isOut('method') && isOut('answers')) ? 116 : 160}
        height={isOut('curves') || show !== undefined ? 76 : 58}
      />
      {show === undefined && !isOut('answers') && <rect x="118" y="24" width="42" height="20" />}
      {show === undefined && !isOut('method') && <rect x="118" y="46" width="42" height={isOut('curves') ? 54 : 36} />}
      {show === undefined && !isOut('curves') && <rect x="0" y="84" width="160" height="16" />}
    </svg>
  )
}

interface CopyProps {
  readonly link: string
  readonly onCopied: () => void
}

/** Where the clipboard is refused, the link stands above to be copied by hand. */
function Copy({ link, onCopied }: CopyProps) {
  const { notify } = useActions()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      notify('info', 'Link copied.')
      onCopied()
    } catch {
      notify('warning', 'The browser refused the clipboard. Select the link and copy it by hand.')
    }
  }
  return (
    <button type="button" className="button button-primary" onClick={copy}>
      Copy link
    </button>
  )
}

function Caution({ run }: { readonly run: ReturnType<typeof shownRun> }) {
  const { changes, origin, recipe } = run
  const isTakenOver = origin !== undefined && origin.iteration > 0 && setupOf(origin.recipe) !== setupOf(recipe)
  return (
    <>
      {changes.length > 0 && (
        <p className="warning-text">
          Settings were changed on the way. The link holds the last ones from the start, so its numbers will be others.
        </p>
      )}
      {isTakenOver && (
        <p className="warning-text">
          Up to iteration {origin.iteration} this run was another one. The link trains it from the start, so its numbers
          will be others.
        </p>
      )}
      {recipe.own !== undefined && (
        <p className="panel-note">
          The link brings the program along, as text. Whoever opens it reads the program and is asked before it runs.
        </p>
      )}
    </>
  )
}
