// A Vite plugin that lets a method be one file and several modules. Every page needs all methods before it can start, yet
// most of a method's text is read on its own page only (`MethodWords` in core/method.ts), and what it computes is computed
// in workers, or by parts of the page that come later. A file imported
// - plainly has all but its words; in the first scripts of the built page it does not compute either;
// - with `?words` has nothing but them;
// - with `?whole` computes everywhere.

/** The properties of `defineMethod({...})` that are words. Each is written out in place: what stands around it is cut. */
export const wordFields = ['paper', 'formula', 'symbols', 'idea', 'claim', 'pitfalls', 'versusGrpo', 'standIn']

/** The functions of a slot's part, or of a learned model, that the first scripts never call. */
const work = ['compute', 'choose', 'sizes', 'keep', 'observe', 'mix', 'store', 'lessons', 'loss']

/** `isPage`: for the scripts of the built page, not for workers, the command line or tests. @type {(how?: { isPage?: boolean }) => import('vite').Plugin} */
export const methodWords = ({ isPage = false } = {}) => ({
  name: 'method-words',
  // Before the types are taken out.
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/methods\/[a-z]+\/[a-z0-9-]+\.ts(\?(words|whole))?$/, code: 'export default defineMethod(' },
    handler(code, id) {
      const { body } = this.parse(code, { lang: 'ts' })
      const definition = body.find(({ type }) => type === 'ExportDefaultDeclaration')?.declaration.arguments[0]
      const words = definition.properties.filter(({ key }) => wordFields.includes(key?.name))
      if (id.endsWith('?words')) return kept(code, words)
      const cut = isPage && !id.endsWith('?whole') ? workOf(definition) : []
      if (cut.length === 0) return words.reduce(without, code)
      return `${cut.reduceRight(elsewhere, words.reduce(without, code))}\nimport { elsewhere } from '../elsewhere.ts'`
    },
  },
})

/** The functions that its slots' parts and its models are made with, in the order of the file. */
function workOf({ properties }) {
  return properties
    .filter(({ key }) => key?.name === 'slots' || key?.name === 'models')
    .flatMap(({ value }) => value.properties)
    .flatMap(({ value }) => (value.type === 'CallExpression' ? value.arguments : []))
    .flatMap(part => (part.type === 'ObjectExpression' ? part.properties : []))
    .filter(({ key }) => work.includes(key?.name))
}

/** Blank where it was, so that every other word stays on its line and no source map is needed. */
const without = (code, { start, end }) =>
  code.slice(0, start) + blank(code.slice(start, end)) + code.slice(end).replace(/^,/, ' ')

/** As many lines as before; the last is cut first, so that the others still stand where they were read. */
const elsewhere = (code, { start, end, key }) =>
  `${code.slice(0, start)}${key.name}: elsewhere${code.slice(start, end).replace(/[^\n]/g, '')}${code.slice(end)}`

/** Nothing but the words, each on its line. */
function kept(code, words) {
  const parts = words.map(({ start, end }, i) => {
    const before = code.slice(words[i - 1]?.end ?? 0, start)
    return `${blank(before)}${code.slice(start, end)},`
  })
  return `export default {${parts.join('')}}`
}

const blank = text => text.replace(/\S/g, ' ')
