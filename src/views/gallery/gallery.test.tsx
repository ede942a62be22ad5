import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { series } from '../fixtures/snapshots.ts'
import { worlds } from '../fixtures/worlds.ts'
import type { Panel, PanelProps } from '../panel.ts'
import { WorldPicture } from '../panels/rollout/world/WorldPicture.tsx'
import { panelPart, panels, panelsAt } from '../panels.ts'
import { scenes } from './scenes.ts'

async function draw(panel: Panel, id: string): Promise<string> {
  const scene = scenes.find(known => known.id === id)!
  const props: PanelProps = {
    ...scene.make(),
    world: scene.world,
    selection: scene.selection,
    signal: 'credit',
    onSelect: () => {},
    onSignal: () => {},
    series: series(),
  }
  const Component = await panelPart(panel).load()
  return renderToStaticMarkup(<Component {...props} />)
}

describe('every panel', () => {
  for (const panel of panels) {
    it(`${panel.id} draws every scene`, async () => {
      // The long one has a test of its own: 128,000 tokens take their time.
      for (const { id } of scenes.filter(scene => scene.id !== 'long'))
        expect((await draw(panel, id)).length, id).toBeGreaterThan(50)
    })

    it(`${panel.id} writes foreign tokens and problems as text only, and speaks of no task where there is none`, async () => {
      const html = await draw(panel, 'foreign')
      expect(html).not.toMatch(/<script|<img/)
      expect(html).not.toContain('\u0007')
      expect(html).not.toMatch(/verifier|The world after/)
    })
  }
})

describe('charts', () => {
  it('have a data table behind them, or are one', async () => {
    for (const panel of panelsAt('work')) expect(await draw(panel, 'ordinary'), panel.id).toMatch(/Data table|<table/)
  })
  it('show only the rows in view of a large group', async () => {
    const credit = panels.find(({ id }) => id === 'credit')!
    expect((await draw(credit, 'crowd')).split('class="credit-row"').length).toBeLessThan(60)
  })
  it('draw a response of 2,000 tokens as bars and a window of a few hundred', async () => {
    for (const id of ['credit', 'rollout', 'groups']) {
      const html = await draw(panels.find(panel => panel.id === id)!, 'long')
      expect(html.split('role="option"').length, id).toBeLessThan(300)
      expect(html.length, id).toBeLessThan(300_000)
    }
  })
  it('draw every kind of world', () => {
    for (const picture of worlds) expect(renderToStaticMarkup(<WorldPicture picture={picture} />)).not.toBe('')
    expect(new Set(worlds.map(({ kind }) => kind)).size).toBe(6)
  })
})
