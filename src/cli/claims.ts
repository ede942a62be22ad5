/** `claims`: runs the arms of studies again and judges their claims. */
import { setsOf, studies, studyOf } from '../claims/index.ts'
import type { ArmRun, Judged } from '../core/claim.ts'
import { bandWords, figureWords, rangeWords, sayWith, seedWords, verdictWords } from '../core/claim-words.ts'
import {
  judgeAll,
  type MeasuredSet,
  measuredSet,
  stored,
  type ValueFor,
  valueIn,
  valueOfRuns,
} from '../core/measured.ts'
import { presets } from '../core/presets.ts'
import { encodeRecipe } from '../core/recipe-check.ts'
import { isAsStated, type Study } from '../core/study.ts'
import { experimentRuns, recipesOf } from '../engine/experiment.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { lessonOf, lessonSetsOf, lessonStudies } from '../lessons/index.ts'
import { type CliCommand, type Options, parseOptions, type Streams, UsageError } from './args.ts'
import { writeMeasured } from './claims-write.ts'
import { backendFrom, seedsFrom } from './run-options.ts'

const help = `claims [--id study ... | --lesson lesson ...] [--seeds a,b,c] [--backend auto|wasm|cpu] [--json] [--stored]
    [--write] [--list]

  Runs the arms of every study, of those named, or of the experiments of lessons, and judges their claims: on the seeds that these were chosen on and on
  those that were held back, or on the seeds that are given. --json prints one line per claim and set of seeds: {study,
  claim, says, by, verdict, stands, asStated, figure, band, seeds, perSeed, stored, sameAsStored, cpuSeconds, recipes}.
  --stored judges what was measured earlier and runs nothing; --list prints studies and claims with what is stored.
  --write stores results beside the studies or lessons, and writes the README's section.
  Exit code 1: a claim does not stand as it is stated.`

const options = {
  id: 'list',
  lesson: 'list',
  seeds: 'value',
  backend: 'value',
  json: 'flag',
  stored: 'flag',
  write: 'flag',
  list: 'flag',
} as const

export const claimsCommand: CliCommand = {
  summary: 'run claims again and judge them',
  help,
  run: async (args, streams) => {
    const given = parseOptions(args, options)
    const chosen = UsageError.of(() => chosenOf(given))
    const seeds = seedsFrom(given)
    const other = seeds && (['write', 'stored'] as const).find(flag => given.flag(flag))
    if (other) throw new UsageError('--seeds', `none with --${other}`, 'some', 'Leave one out.')
    if (!given.flag('list')) return judgeEach(chosen, seeds, given, streams)
    for (const study of chosen) list(study, streams)
    return 0
  },
}

function chosenOf(given: Options): readonly Study[] {
  const [ids, lessons] = [given.list('id'), given.list('lesson')]
  const named = [...ids.map(studyOf), ...lessons.flatMap(id => lessonStudies(lessonOf(id)))]
  return ids.length + lessons.length > 0 ? named : [...studies.values()]
}

/** What is stored of a study, or of an experiment of a lesson. */
const knownSets = ({ id }: Study): readonly MeasuredSet[] => (studies.has(id) ? setsOf(id) : lessonSetsOf(id))

async function judgeEach(
  chosen: readonly Study[],
  seeds: readonly string[] | undefined,
  given: Options,
  streams: Streams,
): Promise<number> {
  const backend = backendFrom(given.value('backend') ?? 'wasm')
  let isAllAsStated = true
  for (const study of chosen) {
    const sets: MeasuredSet[] = []
    for await (const found of given.flag('stored') ? known(study) : measured(study, seeds, backend)) {
      isAllAsStated = tell(study, found, given.flag('json'), streams) && isAllAsStated
      sets.push(measuredSet(study, found.seeds, found.valueFor))
    }
    // After every study: what was measured is not lost with the ones that follow.
    if (given.flag('write') && sets.length > 0) await writeMeasured(study, sets, given.flag('stored'))
  }
  return isAllAsStated ? 0 : 1
}

interface Found {
  readonly seeds: readonly string[]
  readonly valueFor: ValueFor
  readonly cpuSeconds: number
}

const known = (study: Study): readonly Found[] =>
  knownSets(study).map(set => ({ seeds: set.seeds, valueFor: valueIn(set), cpuSeconds: 0 }))

async function* measured(
  study: Study,
  given: readonly string[] | undefined,
  backend: 'auto' | 'wasm' | 'cpu',
): AsyncGenerator<Found, void> {
  for (const seeds of given ? [given] : [study.seeds, study.heldBack]) {
    const before = process.cpuUsage()
    const runs: ArmRun[] = []
    for await (const run of experimentRuns(study, seeds, backend)) runs.push(run)
    const { user, system } = process.cpuUsage(before)
    const valueFor = valueOfRuns(runs)
    yield { seeds, valueFor, cpuSeconds: (user + system) / 1e6 }
  }
}

/** Prints the verdicts; true when all claims stand as stated. */
function tell(study: Study, { seeds, valueFor, cpuSeconds }: Found, json: boolean, { out, err }: Streams): boolean {
  const before = knownSets(study).find(set => String(set.seeds) === String(seeds))
  const arms = json ? [] : tableOf(study, measuredSet(study, seeds, valueFor))
  if (!json) out([`${study.id}, seeds ${seedWords(seeds)}, ${cpuSeconds.toFixed(1)} s`, ...arms].join('\n'))
  const judged = [...judgeAll(study, seeds, valueFor)]
  for (const [claim, { verdict, figure, perSeed }] of judged) {
    const asStated = isAsStated(claim, verdict)
    const known = before?.claims[claim.id]
    const ends = perSeed.map(({ value }) => value)
    const range = rangeWords(figure, Math.min(...ends), Math.max(...ends))
    const sentence = `${claim.id}: ${sayWith(claim, figure)} ${verdictWords[verdict]}, ${range}, asked is ${bandWords(claim.band)}`
    const { id, says, by, band, stands = 'holds' } = claim
    out(
      json
        ? JSON.stringify({
            study: study.id,
            ...{ claim: id, says, by, verdict, stands, asStated, figure: stored(figure), band, seeds },
            perSeed: eachSeed(perSeed),
            ...(known && { stored: known.figure, sameAsStored: known.figure === stored(figure) }),
            cpuSeconds,
            recipes: recipesOf(study, seeds[0] ?? '').map(recipe => `?${encodeRecipe(recipe, presets[0], lookups)}`),
          })
        : `  ${sentence}`,
    )
    if (!asStated) err(`${study.id} ${sentence}; it stands as "${verdictWords[stands]}"`)
  }
  return judged.every(([claim, { verdict }]) => isAsStated(claim, verdict))
}

const eachSeed = (perSeed: Judged['perSeed']) =>
  Object.fromEntries(perSeed.map(({ seed, value }) => [seed, stored(value)]))

/** A line per arm with all that is read of it. */
const tableOf = ({ arms }: Study, set: MeasuredSet): readonly string[] =>
  arms.map(({ id }) => {
    const cells = Object.entries(set.arms[id] ?? {}).map(
      ([key, { middle, low, high }]) => `${key} ${middle} [${low}, ${high}]`,
    )
    return `  ${[id, ...cells].join('  ')}`
  })

function list(study: Study, { out }: Streams): void {
  out(`${study.id}: ${study.title}`)
  for (const { id, says, band } of study.claims) {
    const sets = knownSets(study).flatMap(({ seeds, claims }) => {
      const found = claims[id]
      if (!found) return []
      const figure = typeof found.figure === 'number' ? figureWords(found.figure) : found.figure
      return [`${verdictWords[found.verdict]} (${figure}, seeds ${seedWords(seeds)})`]
    })
    out(`  ${id}: ${says} Asked is ${bandWords(band)}: ${sets.join(', ') || verdictWords.open}`)
  }
}
