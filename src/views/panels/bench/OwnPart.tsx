import { longestProgram, ownId } from '../../../core/recipe-own.ts'
import { titleOf, yardstick } from '../../../methods/index.ts'
import { examples } from '../../../own/contract.ts'
import type { OwnAnswer } from '../../../protocol/own.ts'
import type { OwnProgram } from '../../../store/bench-address.ts'
import { compareHash } from '../../../store/compare/address.ts'
import { lazyPart } from '../../shell/lazyPart.tsx'
import { Skeleton } from '../../shell/Skeleton.tsx'
import type { Bench } from './BenchPanel.tsx'
import type { EditorProps } from './OwnEditor.tsx'
import { faultWords } from './useOwn.ts'

const Editor = lazyPart<EditorProps>({
  what: 'The editor',
  load: () => import('./OwnEditor.tsx'),
  fallback: <Skeleton rows={6} />,
})

interface OwnPartProps {
  readonly bench: Bench
  readonly program: OwnProgram
}

/** One's own estimator: its program, what is wrong with it, and what it keeps on random groups. */
export function OwnPart({ bench, program }: OwnPartProps) {
  const { setOwn } = bench
  const { answer, isRunning } = bench.program
  const { source, isTrusted } = program
  const run = () => setOwn({ source, isTrusted: true })
  const fault = answer && 'fault' in answer && isTrusted ? answer.fault : undefined
  return (
    <section className="own" aria-label="Your own estimator">
      <div className="own-head">
        <h3>Your own estimator</h3>
        <select
          className="select"
          aria-label="Begin with an example"
          value=""
          onChange={event => {
            const example = examples.find(({ id }) => id === event.target.value)
            if (example) setOwn({ source: example.source, isTrusted: true })
          }}
        >
          <option value="">Examples</option>
          {examples.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <button type="button" className={isTrusted ? 'button' : 'button button-primary'} onClick={run}>
          Run
        </button>
        <Train bench={bench} source={source} />
      </div>
      {!isTrusted && (
        <p className="own-asks">
          This program came with the link and has not run. Read it; it runs when you press Run, or train with it, in a
          sandbox without network, page or storage.
        </p>
      )}
      <Editor
        source={source}
        line={fault?.line}
        message={fault?.message}
        onSource={next => setOwn({ source: next, isTrusted })}
        onRun={run}
      />
      {isTrusted && <Findings answer={answer} isRunning={isRunning} />}
      <p className="panel-note">
        TypeScript or JavaScript: a function advantage(group), a number per response, or credit(group), a list per
        response with a number per token that the policy wrote. mean, std, sum and clip are there. At most half a second
        and 64 MiB for a batch.
      </p>
    </section>
  )
}

/** From here to a run: from the start, from where the run with the program before stands, or beside the run over seeds. */
function Train({ bench, source }: { readonly bench: Bench; readonly source: string }) {
  const { trained, train, goOnWith, recipe } = bench.training
  if (!train || !recipe) return null
  if (source.length > longestProgram || source.trim() === '') return null
  const isTrained = trained === source
  const other = trained === undefined ? titleOf(recipe.method) : 'the run’s'
  const [change, beside] = isTrained
    ? [{ method: yardstick }, titleOf(yardstick)]
    : [{ method: ownId, own: source }, other]
  return (
    <>
      <button type="button" className="button" onClick={() => train(source)}>
        {isTrained ? 'Train with it again' : 'Train with it'}
      </button>
      {goOnWith && !isTrained && (
        <button type="button" className="button" onClick={() => goOnWith(source)}>
          Go on with it
        </button>
      )}
      <a className="link" href={compareHash(change, recipe)}>
        Compare with {beside}
      </a>
    </>
  )
}

function Findings({ answer, isRunning }: { readonly answer: OwnAnswer | undefined; readonly isRunning: boolean }) {
  if (!answer) return <p role="status">Opening the sandbox.</p>
  if ('fault' in answer)
    return (
      <p role="alert" className="own-fault">
        {faultWords(answer)}
      </p>
    )
  const { checks, twins } = answer
  return (
    <div role="status" data-stale={isRunning || undefined}>
      <ul className="own-checks" aria-label="On random groups">
        {checks.map(({ name, holds, says }) => (
          <li key={name} className="chip" data-kind={holds ? undefined : 'warning'} title={says}>
            <span aria-hidden="true">{holds ? '✓' : '✗'}</span> {name}
            <span className="visually-hidden">{holds ? ' holds: ' : ' does not hold: '}</span>
            <span className={holds ? 'visually-hidden' : undefined}>{says}</span>
          </li>
        ))}
      </ul>
      <p>{twinWords(twins)}</p>
    </div>
  )
}

function twinWords(twins: Extract<OwnAnswer, { twins: unknown }>['twins']): string {
  const [first, ...others] = twins
  if (!first) return 'No method here gives these numbers on random groups.'
  const more = others.length === 0 ? '' : `, and to ${others.length} more`
  const within = first.within === 0 ? '' : ` up to ${first.within.toExponential(0)}`
  return `On random groups identical to ${first.title}${within}${more}.`
}
