import { Popover } from '@base-ui/react/popover'
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
  const waiting = useRun(run => (run.status === 'held' ? 'Not started' : 'Starting'))
  const rate = useCalm(
    useRun(run => run.iterationsPerSecond),
    500,
  )
  return (
    <Popover.Root>
      <Popover.Trigger
        className="badge"
        data-warning={backend?.notice ? true : undefined}
        aria-label={spoken(backend) ?? `Backend: ${waiting.toLowerCase()}`}
      >
        <b>{backend ? titles[backend.backend] : waiting}</b>
        {backend?.adapter && <span className="badge-adapter">{backend.adapter}</span>}
        {rate !== undefined && (
          <span className="badge-rate">
            <b className="number">{rate >= 10 ? fixed(rate, 0) : fixed(rate, 1)}</b> it/s
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={8}>
          <Popover.Popup className="popover backend-popover">
            <Popover.Title className="popover-title">Backend</Popover.Title>
            <Details backend={backend} />
            <Override />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const spoken = (backend: BackendInfo | undefined): string | undefined =>
  backend && `Backend: ${titles[backend.backend]} ${backend.adapter}`.trim()

function Details({ backend }: { readonly backend: BackendInfo | undefined }) {
  const run = useRun(run => run)
  if (!backend) return <p className="panel-note">The engine is starting.</p>
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
        <Fact name="Iterations per second" value={run.iterationsPerSecond ? fixed(run.iterationsPerSecond, 1) : '–'} />
        <Fact name="Parameters" value={run.parameterCount.toLocaleString('en')} />
        <Fact name="Tensors alive" value={run.tensors === undefined ? '–' : String(run.tensors)} />
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
