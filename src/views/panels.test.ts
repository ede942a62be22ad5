import { describe, expect, it } from 'vitest'
import { presets } from '../core/presets.ts'
import { methods } from '../methods/index.ts'
import type { Panel } from './panel.ts'
import { panelPart, panels } from './panels.ts'

describe('the registry of panels', () => {
  it('is the folders: each declares one panel, of its own name', () => {
    const folders = Object.keys(import.meta.glob('./panels/*/index.tsx')).map(path => path.split('/')[2])
    expect(panels.map(({ id }) => id).sort()).toEqual(folders.sort())
  })

  it('has one order: no two panels of a place claim the same seat or title', () => {
    const seats = panels.map(({ place, order }) => `${place} ${order}`)
    expect(new Set(seats).size).toBe(panels.length)
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length)
  })

  it('has every panel that a method or a preset asks for', () => {
    const asked = [...[...methods.values()].map(({ panel }) => panel), ...presets.map(({ tab }) => tab)]
    expect(asked.filter(id => !panels.some(panel => panel.id === id))).toEqual([])
  })

  it('asks again for what could not be loaded, when told to', async () => {
    let tries = 0
    const panel: Panel = {
      id: 'fragile',
      title: 'Fragile',
      place: 'work',
      order: 9,
      load: async () => {
        tries += 1
        if (tries === 1) throw new Error('offline')
        return () => null
      },
    }
    const { load, again } = panelPart(panel)
    const first = load()
    // The same until somebody asks again: a picture that failed must not be asked for on every drawing.
    expect(load()).toBe(first)
    await expect(first).rejects.toThrow('This picture: expected its files from the server')
    again()
    await expect(load()).resolves.toBeTypeOf('function')
    again()
    expect(load()).toBe(load())
    expect(tries).toBe(2)
  })
})
