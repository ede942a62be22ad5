import { type ComponentType, useState } from 'react'
import { TabList, TabPanel } from '../kit/Tabs.tsx'
import { useShort } from '../kit/useMedia.ts'
import { panels, panelsAt } from '../panels.ts'
import { Bottom } from './Bottom.tsx'
import { Explanation } from './Explanation.tsx'
import { Find } from './Find.tsx'
import { useActions, usePage } from './page.ts'
import { Settings } from './Settings.tsx'
import { Sparklines } from './Sparklines.tsx'
import type { SettingsState } from './settings-state.ts'
import { TakeAway } from './TakeAway.tsx'
import { Looking, Picture } from './Work.tsx'
import './layout.css'
import './narrow.css'

const pictures = panelsAt('work')
/** So many pictures stand before the reasons and the curves, which a phone's row would otherwise end without. */
const first = 3

const Curves = () => <Bottom isSmall={false} />

/** What stands beside and below the work on a wide screen. */
const others: readonly { id: 'explain' | 'bottom'; title: string; Content: ComponentType }[] = [
  { id: 'explain', title: 'Why', Content: Explanation },
  { id: 'bottom', title: 'Curves', Content: Curves },
]

/** The tab that is shown: the picture that was asked for last, or the part that it stands in. */
function useShown() {
  const asked = usePage(state => state.tab)
  const { chooseTab } = useActions()
  const place = panels.find(({ id }) => id === asked)?.place ?? 'work'
  const wanted = place === 'work' ? asked : place
  const [own, setOwn] = useState({ asked, shown: wanted })
  if (own.asked !== asked) setOwn({ asked, shown: wanted })
  const choose = (shown: string) => {
    setOwn({ asked, shown })
    if (pictures.some(({ id }) => id === shown)) chooseTab(shown)
  }
  return [own.asked === asked ? own.shown : wanted, choose] as const
}

/** On a narrow screen one picture at a time, chosen in a row at the bottom. */
export function NarrowLayout({ settings }: { readonly settings: SettingsState }) {
  const [shown, choose] = useShown()
  const hide = usePage(state => state.frame.hide)
  const isShort = useShort()
  const shownOthers = others.filter(
    ({ id }) =>
      !(id === 'bottom' && hide.includes('curves')) &&
      !(id === 'explain' && hide.includes('method') && hide.includes('answers')),
  )
  const picture = pictures.find(({ id }) => id === shown)
  const other = shownOthers.find(({ id }) => id === shown)
  return (
    <div className="narrow">
      {settings.isOpen && <Settings isPinned={false} onClose={settings.onClose} />}
      <main className="narrow-main" id="work" tabIndex={-1}>
        {picture && (
          <TabPanel label="Sections" id={picture.id} key={picture.id} className="narrow-panel work-panel">
            <div className="work-end">
              <Looking />
              <Find />
              <TakeAway of="picture" />
            </div>
            <Picture panel={picture} />
          </TabPanel>
        )}
        {other && (
          <TabPanel label="Sections" id={other.id} key={other.id} className="narrow-panel">
            <other.Content />
          </TabPanel>
        )}
      </main>
      <nav className="narrow-foot" aria-label="Sections">
        {!isShort && !hide.includes('curves') && shown !== 'bottom' && <Sparklines most={3} />}
        <TabList
          label="Sections"
          tabs={[...pictures.slice(0, first), ...shownOthers, ...pictures.slice(first)]}
          chosen={shown}
          onChoose={choose}
          className="tabs narrow-tabs"
        />
      </nav>
    </div>
  )
}
