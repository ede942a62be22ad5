/** What must be new each time: a seed that a person can say aloud, the id of a run. The one place of the page that wants true chance: it asks the system for it. */

const words = [
  'acorn',
  'alder',
  'amber',
  'aspen',
  'basil',
  'beech',
  'birch',
  'briar',
  'cedar',
  'clover',
  'cobalt',
  'coral',
  'cumin',
  'dune',
  'ember',
  'fern',
  'fjord',
  'flint',
  'garnet',
  'ginger',
  'hazel',
  'heron',
  'indigo',
  'iris',
  'ivory',
  'jasper',
  'juniper',
  'kelp',
  'larch',
  'laurel',
  'lichen',
  'linden',
  'lotus',
  'maple',
  'marble',
  'meadow',
  'mint',
  'moss',
  'nectar',
  'oak',
  'olive',
  'onyx',
  'opal',
  'otter',
  'pebble',
  'pepper',
  'pine',
  'plum',
  'poppy',
  'quartz',
  'raven',
  'reed',
  'rowan',
  'saffron',
  'sage',
  'slate',
  'sorrel',
  'sparrow',
  'spruce',
  'tansy',
  'thyme',
  'tulip',
  'willow',
  'yarrow',
]

/** Such as "maple 7": 64 words times 1000 numbers. */
export function newSeed(): string {
  const [word = 0, number = 0] = crypto.getRandomValues(new Uint32Array(2))
  return `${words[word % words.length]} ${number % 1000}`
}

/** Not met before, in this page or in what is stored of earlier ones. */
export function newRunId(): string {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return `run-${high.toString(36)}${low.toString(36)}`
}
