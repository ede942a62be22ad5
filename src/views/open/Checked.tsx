import type { Log } from '../../core/log.ts'
import { sayEach } from '../../core/show.ts'
import { type Opening, openLog } from '../../store/open-log.ts'
import { lazyPart } from '../shell/lazyPart.tsx'
import { FormatSelect, formatWords } from './FormatSelect.tsx'
import { GroupSelect } from './GroupSelect.tsx'
import { TokenChoice } from './TokenChoice.tsx'

const Audit = lazyPart({ what: 'The audit', load: () => import('./Audit.tsx') })

interface CheckedProps {
  readonly log: Log
  readonly opening: Opening
  readonly onMap: () => void
}

/** How it was told and grouped, what was read otherwise than it stands, and what is wrong with single rows. */
export function Checked({ log, opening, onMap }: CheckedProps) {
  const groupings = [...new Set(log.batches.map(({ grouping }) => grouping.words))]
  return (
    <section className="open-part" aria-label="Checked">
      <h3>Checked</h3>
      <ul className="open-checks">
        <li>{formatWords(log, opening)}</li>
        {sayEach(groupings, words => words, 4).map(words => (
          <li key={words}>{words}</li>
        ))}
        {log.notices.map(notice => (
          <li key={notice} data-kind="notice">
            {notice}
          </li>
        ))}
        {log.problems.map(problem => (
          <li key={problem} data-kind="problem">
            {problem}
          </li>
        ))}
      </ul>
      <div className="open-choices">
        <FormatSelect opening={opening} onMap={onMap} />
        <GroupSelect
          key={JSON.stringify(opening.settings.groups)}
          groups={opening.settings.groups}
          onGroups={groups => openLog.change({ ...opening.settings, ...(groups ? { groups } : { groups: undefined }) })}
        />
      </div>
      <TokenChoice log={log} opening={opening} />
      {opening.isWhole && <Audit opening={opening} name={log.name} />}
    </section>
  )
}
