import type { Log, LogField } from '../../core/log.ts'
import { type Opening, openLog } from '../../store/open-log.ts'
import { fileWord, saveFile } from '../kit/save-file.ts'
import { Checked } from './Checked.tsx'
import { FirstGroup } from './FirstGroup.tsx'

interface FoundProps {
  readonly log: Log
  readonly opening: Opening
  readonly onMap: () => void
}

export function Found({ log, opening, onMap }: FoundProps) {
  const save = () => openLog.convert(content => saveFile(`${fileWord(log.name, 'log')}.rollouts.jsonl`, content))
  return (
    <>
      <div className="open-found">
        <Holds log={log} />
        <Checked log={log} opening={opening} onMap={onMap} />
        <FirstGroup log={log} />
      </div>
      {opening.isWhole && (
        <div className="open-ways">
          <button type="button" className="button" onClick={save}>
            Save as rollouts.jsonl
          </button>
          <span className="panel-note">
            The exchange format: what the command line’s estimate, bench and objective read.
          </span>
        </div>
      )}
    </>
  )
}

/** What people look for first; other fields are told only where the log has them. */
const asked = [
  'prompt',
  'response',
  'reward',
  'rewardParts',
  'advantage',
  'group',
  'iteration',
  'tokens',
  'samplerLogp',
  'oldLogp',
  'refLogp',
  'oldValue',
]

const words: Readonly<Record<string, string>> = {
  rewardParts: 'parts of the reward',
  samplerLogp: 'log-probabilities of the sampler',
  oldLogp: 'log-probabilities at the update',
  refLogp: 'log-probabilities of the reference',
  oldEntropy: 'entropy',
  oldValue: 'values of a critic',
  credit: 'advantage per token',
  mask: 'mask of the policy’s tokens',
  truncated: 'cut off by the length limit',
  answer: 'answer that was read',
  rollout: 'samples of one rollout',
}

const states = [
  { state: 'recorded', title: 'Recorded' },
  { state: 'recomputed', title: 'Computed here' },
  { state: 'unavailable', title: 'Not in this log' },
] as const

function Holds({ log }: { readonly log: Log }) {
  const place = (name: string) => (asked.includes(name) ? asked.indexOf(name) : asked.length)
  const known = Object.entries(log.fields).sort(([a], [b]) => place(a) - place(b))
  const shown = (state: LogField['state']) =>
    known.filter(
      ([name, field]) =>
        field.state === state &&
        (state !== 'unavailable' || asked.includes(name) || field.because !== 'the log has none'),
    )
  return (
    <section className="open-part" aria-label="What it holds">
      <h3>What it holds</h3>
      {states.map(({ state, title }) => {
        const fields = shown(state)
        if (fields.length === 0) return null
        return (
          <div key={state} className="open-state" data-state={state}>
            <h4>{title}</h4>
            <ul>
              {fields.map(([name, { because }]) => (
                <li key={name}>
                  {words[name] ?? name}
                  {because && because !== 'the log has none' && <small>{because}</small>}
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}
