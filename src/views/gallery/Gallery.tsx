import { Suspense, use, useMemo, useState } from 'react'
import type { Branch } from '../../protocol/events.ts'
import { selectionIn } from '../../store/select/look.ts'
import { branchFrom } from '../fixtures/branch.ts'
import type { Made } from '../fixtures/build.ts'
import { series } from '../fixtures/snapshots.ts'
import { worlds } from '../fixtures/worlds.ts'
import type { Panel, PanelProps } from '../panel.ts'
import { WorldPicture } from '../panels/rollout/world/WorldPicture.tsx'
import { panelPart, panels } from '../panels.ts'
import { type Scene, scenes } from './scenes.ts'
import './gallery.css'

/** One by default: landmarks are then named once. `undefined` is the theme of the page. */
const shows = { 'as the page': [undefined], light: ['light'], dark: ['dark'], both: ['light', 'dark'] } as const
type Shows = keyof typeof shows
const choices = ['as the page', 'light', 'dark', 'both'] as const satisfies readonly Shows[]

/** Every panel on every scene, in either theme: for eyes, and for the browser tests' pictures. */
export default function Gallery() {
  const [scene, setScene] = useState(scenes[0]!.id)
  const [only, setOnly] = useState('')
  const [theme, setTheme] = useState<Shows>('as the page')
  const themes = shows[theme]
  const chosen = scenes.find(({ id }) => id === scene) ?? scenes[0]!
  const made = useMemo(() => chosen.make(), [chosen])
  return (
    <main className="gallery" id="gallery" tabIndex={-1}>
      <header className="gallery-head">
        <h1>Gallery</h1>
        <label className="field">
          Scene
          <select className="select" value={scene} onChange={event => setScene(event.target.value)}>
            {scenes.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          Panel
          <select className="select" value={only} onChange={event => setOnly(event.target.value)}>
            <option value="">all</option>
            {panels.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          Theme
          <select
            className="select"
            value={theme}
            onChange={event => setTheme(choices.find(choice => choice === event.target.value) ?? theme)}
          >
            {choices.map(choice => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      </header>
      {panels
        .filter(({ id }) => only === '' || id === only)
        .map(panel => (
          <div key={panel.id} className="gallery-row">
            {themes.map(one => (
              <Exhibit key={`${one} ${scene}`} panel={panel} made={made} theme={one} scene={chosen} />
            ))}
          </div>
        ))}
      {(only === '' || only === 'rollout') && (
        <div className="gallery-row">
          {themes.map(theme => (
            <article key={theme ?? 'page'} className="gallery-frame" data-theme={theme} data-panel="worlds">
              <h2 className="card-title">Worlds</h2>
              <div className="gallery-worlds">
                {worlds.map(picture => (
                  <div key={picture.kind} className="card">
                    <WorldPicture picture={picture} />
                  </div>
                ))}
              </div>
            </article>
          ))}
        </div>
      )}
    </main>
  )
}

interface ExhibitProps {
  readonly panel: Panel
  readonly made: Made
  readonly theme: 'light' | 'dark' | undefined
  readonly scene: Scene
}

function Exhibit({ panel, made, theme, scene }: ExhibitProps) {
  const [selection, setSelection] = useState(scene.selection)
  const [signal, setSignal] = useState('credit')
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const [branch, setBranch] = useState<Branch | undefined>(undefined)
  const [history] = useState(series)
  const props: PanelProps = {
    ...made,
    world: scene.world,
    selection,
    signal,
    onSelect: change => setSelection(known => selectionIn({ ...known, ...change }, made.snapshot.batch)),
    onSignal: setSignal,
    ...(scene.world.task && {
      onBranch: (prefix, times) => setBranch(branchFrom(selection.group, prefix, times)),
    }),
    branch,
    series: history,
    dismissed,
    onDismiss: card => setDismissed(known => [...known, card]),
  }
  return (
    <article className="gallery-frame" data-theme={theme} data-panel={panel.id}>
      <h2 className="card-title">{panel.title}</h2>
      <Suspense>
        <Loaded panel={panel} {...props} />
      </Suspense>
    </article>
  )
}

function Loaded({ panel, ...props }: PanelProps & { readonly panel: Panel }) {
  const Component = use(panelPart(panel).load())
  return <Component {...props} />
}
