import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { series } from '../fixtures/snapshots.ts'
import { level, sumTask } from '../fixtures/sum-task.ts'
import { worlds } from '../fixtures/worlds.ts'
import type { Panel, PanelProps } from '../panel.ts'
import { World } from '../panels/rollout/world/World.tsx'
import { scenes } from './scenes.ts'

const files = import.meta.glob<Panel>('../panels/*/index.tsx', { eager: true, import: 'default' })
const panels = Object.entries(files)

function draw(panel: Panel, id: string): string {
  const scene = scenes.find(known => known.id === id)!
  const props: PanelProps = {
    ...scene.make(),
    task: { ...sumTask, vocabulary: scene.vocabulary ?? sumTask.vocabulary },
    level,
    selection: scene.selection,
    signal: 'credit',
    onSelect: () => {},
    onSignal: () => {},
    series: series(),
  }
  return renderToStaticMarkup(<panel.Component {...props} />)
}

describe('every panel', () => {
  for (const [path, panel] of panels) {
    it(`${panel.id} is in a folder of its name and draws every scene`, () => {
      expect(path).toBe(`../panels/${panel.id}/index.tsx`)
      for (const { id } of scenes) expect(draw(panel, id).length, id).toBeGreaterThan(50)
    })

    it(`${panel.id} writes foreign tokens and problems as text only`, () => {
      const html = draw(panel, 'foreign')
      expect(html).not.toMatch(/<script|<img/)
      expect(html).not.toContain('\u0007')
    })
  }
})

describe('charts', () => {
  it('have a data table behind them', () => {
    for (const [, panel] of panels) {
      if (['groups', 'credit', 'rollout'].includes(panel.id)) expect(draw(panel, 'ordinary')).toContain('Data table')
    }
  })
  it('show only the rows in view of a large group', () => {
    const credit = panels.find(([, { id }]) => id === 'credit')![1]
    expect(draw(credit, 'crowd').split('class="credit-row"').length).toBeLessThan(60)
  })
  it('draw every kind of world', () => {
    for (const picture of worlds) expect(renderToStaticMarkup(<World picture={picture} />)).not.toBe('')
    expect(new Set(worlds.map(({ kind }) => kind)).size).toBe(5)
  })
})
