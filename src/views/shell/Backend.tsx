import type { BackendChoice } from '../../protocol/commands.ts'
import type { BackendInfo } from '../../protocol/events.ts'
import { fixed } from '../kit/numbers.ts'
import { useActions, usePage, useRun } from './page.ts'
import { useCalm } from './useCalm.ts'

const titles = { auto: 'Automatic', webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' } as const
const choices: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu']

/** What the numbers are computed on, how fast, and why not on something better. */
export default function Backend() {
  const backend = useRun(run => run.backend)
  return (
    <section className="backend" aria-label="Backend">
      <h3>Backend</h3>
      <Details backend={backend} />
      <Override />
    </section>
  )
}

function Details({ backend }: { readonly backend: BackendInfo | undefined }) {
  const rate = useCalm(
    useRun(run => run.iterationsPerSecond),
    500,
  )
  const parameters = useRun(run => run.parameterCount)
  const tensors = useRun(run => run.tensors)
  const isHeld = useRun(run => run.status === 'held')
  if (!backend) return <p className="panel-note">{isHeld ? 'Not started.' : 'The engine is starting.'}</p>
  return (
    <>
      {backend.notice && <p className="warning-text">{backend.notice}</p>}
      {backend.reason && <p className="panel-note">{backend.reason}</p>}
      <dl className="facts">
        <Fact name="Backend" value={titles[backend.backend]} />
        {backend.adapter && (
          <Fact name="Adapter" value={backend.software ? `${backend.adapter} (software)` : backend.adapter} />
        )}
        <Fact name="Kernels" value={backend.path === 'fused' ? 'own, fused' : 'TensorFlow.js operations'} />
        <Fact name="Iterations per second" value={rate === undefined ? '–' : fixed(rate, 1)} />
        <Fact name="Parameters" value={parameters.toLocaleString('en')} />
        <Fact name="Tensors alive" value={tensors === undefined ? '–' : String(tensors)} />
      </dl>
    </>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div className="facts-pair">
    <dt>{name}</dt>
    <dd className="number">{value}</dd>
  </div>
)

function Override() {
  const choice = usePage(state => state.backendChoice)
  const path = usePage(state => state.path)
  const { chooseBackend } = useActions()
  return (
    <div className="backend-override">
      <label className="field">
        Compute on
        <select
          className="select"
          value={choice}
          onChange={event => chooseBackend(choices.find(known => known === event.target.value) ?? 'auto', path)}
        >
          {choices.map(known => (
            <option key={known} value={known}>
              {titles[known]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        With
        <select
          className="select"
          value={path}
          onChange={event => chooseBackend(choice, event.target.value === 'plain' ? 'plain' : 'fused')}
        >
          <option value="fused">own kernels</option>
          <option value="plain">TensorFlow.js operations</option>
        </select>
      </label>
      <p className="panel-note">The run continues from its last checkpoint. Everything is computed on this machine.</p>
    </div>
  )
}
