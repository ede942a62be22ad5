/** `methods`: every registered method, generated from its file. */
import { type Method, type Slot, slots } from '../core/method.ts'
import type { ParamSpec } from '../core/params.ts'
import { methodFiles, methods, resolveMethod } from '../methods/index.ts'
import { tensorNeeds } from '../methods/loss.ts'
import { explainedSpecs, wordsOf } from '../methods/words.ts'
import { type CliCommand, parseOptions } from './args.ts'
import { table } from './table.ts'

/** Slot of the leading idea: the folder that the file lies in. */
const kindOf = (id: string): string => methodFiles.get(id)?.split('/').at(-2) ?? ''

/** `own`, the id it is borrowed from, the name of an aggregation, or `house`. */
const fillingOf = (method: Method, slot: Slot): string => {
  const filling = method.slots[slot]
  return filling === undefined ? 'house' : typeof filling === 'string' ? filling : 'own'
}

function describe(method: Method) {
  const { paper, formula, symbols, idea, claim, pitfalls = [], versusGrpo, standIn } = wordsOf(method.id)
  const resolved = resolveMethod(method.id)
  const defaults = Object.fromEntries(Object.entries(resolved.specs).map(([key, spec]) => [key, spec.default]))
  return {
    id: method.id,
    title: method.title,
    kind: kindOf(method.id),
    paper,
    idea,
    formula,
    symbols,
    slots: Object.fromEntries(slots.map(slot => [slot, fillingOf(method, slot)])),
    needs: resolved.needs,
    objectiveNeeds: tensorNeeds(resolved, defaults),
    params: Object.entries(explainedSpecs(resolved)).map(([key, spec]: [string, ParamSpec]) => ({
      key,
      slot: resolved.slotOf[key],
      ...spec,
    })),
    claim,
    pitfalls,
    versusGrpo,
    tasks: method.tasks ?? [],
    standIn,
    training: method.training,
    twinOf: method.twinOf,
    confidence: method.confidence,
  }
}

export const methodsCommand: CliCommand = {
  summary: 'list the methods',
  help: `methods [--json]

Lists every method. With --json: an array of {id, title, kind, paper, idea, formula, symbols, slots, needs,
objectiveNeeds, params, claim, pitfalls, versusGrpo, tasks, standIn?, training?, twinOf?, confidence}. A slot is "own",
the id of the method it is borrowed from, the name of an aggregation, or "house". A parameter holds its key, slot,
default, range or options, and the values that the paper, TRL and verl give it. training holds the settings of a run that
the method is made for (train --as-made takes them).`,
  run: async (args, { out }) => {
    const options = parseOptions(args, { json: 'flag' })
    const all = [...methods.values()].map(describe)
    if (options.flag('json')) {
      out(JSON.stringify(all, null, 2))
      return 0
    }
    out(
      table(
        ['id', 'kind', 'year', 'title', 'needs'],
        all.map(m => [m.id, m.kind, String(m.paper.year), m.title, m.needs.join(' ')]),
      ),
    )
    return 0
  },
}
