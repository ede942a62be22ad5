/**
 * Whose habits a parameter's preset values follow: a paper's, or a trainer's in the version that was read. A row each;
 * order is that of the page. The short names `trl` and `verl` mean the newest version that was read.
 */
interface ConventionRow {
  /** For people; with its version. */
  readonly title: string
  /** What was read: a released version or a commit. */
  readonly read?: string
  /** The convention whose values hold where this one names none. */
  readonly follows?: string
  /** Other names on the command line. */
  readonly also?: readonly string[]
}

export const conventionTable = {
  paper: { title: 'Paper' },
  trl: { title: 'TRL 1.16', read: '1.16.0', also: ['trl-1.16'] },
  verl: { title: 'verl 0.9', read: '0.9.1', also: ['verl-0.9'] },
  'trl-f2cd577': { title: 'TRL f2cd577', read: 'f2cd577, July 2026', follows: 'trl' },
  'verl-b178a3c': { title: 'verl b178a3c', read: 'b178a3c, 2025', follows: 'verl' },
  'nemo-rl': { title: 'NeMo-RL', read: '7ea279a' },
  openrlhf: { title: 'OpenRLHF', read: '3c3be62' },
  slime: { title: 'slime, miles', read: '624b824', also: ['miles'] },
  skyrl: { title: 'SkyRL', read: 'a956457' },
  'prime-rl': { title: 'prime-rl', read: '559b447' },
  'open-instruct': { title: 'open-instruct', read: 'e6c3044' },
  'ms-swift': { title: 'ms-swift', read: '3602360' },
  tinker: { title: 'tinker', read: '9dfcc3a' },
  roll: { title: 'ROLL', read: '8eb27cc' },
  areal: { title: 'AReaL', read: '4aef98d' },
  trinity: { title: 'Trinity-RFT', read: '0.6.0' },
} as const satisfies Record<string, ConventionRow>

export type Convention = keyof typeof conventionTable
/** A trainer: everything but the paper. */
export type Framework = Exclude<Convention, 'paper'>

export const conventions = Object.keys(conventionTable) as readonly Convention[]
export const titleOf = (convention: Convention): string => conventionTable[convention].title

const rowOf = (convention: Convention): ConventionRow => conventionTable[convention]

/** Every trainer in its newest version: what ships everywhere says so by this name. */
export const trainers = conventions.filter(
  (name): name is Framework => name !== 'paper' && rowOf(name).follows === undefined,
)

/** The convention of this name or of this other name. */
export const conventionNamed = (name: string): Convention | undefined =>
  conventions.find(convention => convention === name || rowOf(convention).also?.includes(name))

/** The convention whose values hold where this one names none. */
export const followed = (convention: Convention): Convention | undefined =>
  conventions.find(candidate => candidate === rowOf(convention).follows)
