import { useEffect, useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { fail } from '../../../core/fail.ts'
import { defaultsOf } from '../../../core/params.ts'
import { longestProgram, ownId, ownTitle } from '../../../core/recipe-own.ts'
import { partOf, scoredRows } from '../../../core/scored.ts'
import type { Entry, Outcome } from '../../../methods/bench.ts'
import { resolve } from '../../../methods/index.ts'
import { type OwnColumn, ownMethod } from '../../../methods/own.ts'
import { measureWhole } from '../../../methods/whole.ts'
import type { OwnAnswer } from '../../../protocol/own.ts'
import type { OwnProgram } from '../../../store/bench-address.ts'
import { createOwnRunner } from '../../../store/own.ts'
import { readPreference, writePreference } from '../../../store/preferences.ts'

const place = 'own-estimator'
const isText = (value: unknown): value is string => typeof value === 'string'

/** What was written and run here last. */
export const storedProgram = (): string | undefined => readPreference(place, isText, '') || undefined

/** How a program fared on the batch. */
export interface ProgramRun {
  /** Its row; undefined where there is no program. */
  readonly outcome: Outcome | undefined
  /** The last answer, to this program or to the one before. */
  readonly answer: OwnAnswer | undefined
  readonly isRunning: boolean
}

const runner = createOwnRunner()

interface Known {
  readonly source: string
  readonly batch: Batch
  readonly answer: OwnAnswer
}

/** Milliseconds without a key before what is typed is run. */
const pause = 300

/** Runs a program that a person has written or allowed, on every batch that is looked at; any other one waits. */
export function useOwn(program: OwnProgram | undefined, batch: Batch, iteration: number): ProgramRun {
  const [known, setKnown] = useState<Known | undefined>(undefined)
  const source = program?.source.slice(0, longestProgram)
  const isTrusted = program?.isTrusted ?? false
  const isCurrent = known?.source === source && known?.batch === batch
  useEffect(() => {
    if (source === undefined || !isTrusted || isCurrent) return
    const ask = () => {
      const scored = partOf(batch, scoredRows(batch), 'generated').batch
      writePreference(place, source)
      runner.ask({ source, batch: scored, isTried: true }, answer => setKnown({ source, batch, answer }))
    }
    const timer = setTimeout(ask, known?.source === source ? 0 : pause)
    return () => clearTimeout(timer)
  }, [source, isTrusted, batch, isCurrent, known?.source])
  const outcome = useMemo((): Outcome | undefined => {
    if (source === undefined) return undefined
    if (!isTrusted) return { entry: entryFor(none), because: 'came with the link: read it below, then press Run' }
    if (!known || known.source !== source || known.batch !== batch)
      return { entry: entryFor(none), because: 'computing' }
    return outcomeOf(known.answer, batch, iteration)
  }, [source, isTrusted, known, batch, iteration])
  return { outcome, answer: known?.answer, isRunning: source !== undefined && isTrusted && !isCurrent }
}

const none = (): OwnColumn => fail('your estimator', 'numbers', 'none', 'Run it.')

function outcomeOf(answer: OwnAnswer, batch: Batch, iteration: number): Outcome {
  if ('column' in answer)
    return measureWhole(
      entryFor(() => answer.column, answer.column.kind),
      batch,
      iteration,
    )
  return { entry: entryFor(none), because: faultWords(answer) }
}

/** What went wrong, with its line. */
export const faultWords = ({ fault }: Extract<OwnAnswer, { fault: unknown }>): string =>
  fault.line === undefined ? fault.message : `Line ${fault.line}: ${fault.message}`

function entryFor(columnFor: () => OwnColumn, kind: OwnColumn['kind'] = 'advantage'): Entry {
  const method = resolve(ownMethod(kind, columnFor))
  const note = kind === 'credit' ? 'a number per token' : undefined
  return { key: ownId, title: ownTitle, note, method, params: defaultsOf(method.specs), isOwn: true }
}
