// A Vite plugin that lets a method be one file and several modules. Every page needs all methods before it can start, yet
// most of a method's text is read on its own page only (`MethodWords` in core/method.ts), and what it computes is computed
// in workers, or by parts of the page that come later. A file imported
// - plainly has all but its words; in the first scripts of the built page it does not compute either;
// - with `?words` has nothing but them;
// - with `?whole` computes everywhere.
// What a method computes with (`<id>.math.ts`) may declare parameters too: where the method does not compute, it gets
// these alone (`?declared`).

/** The properties of `defineMethod({...})` that are words. Each is written out in place: what stands around it is cut. */
export const wordFields = ['paper', 'formula', 'symbols', 'idea', 'claim', 'pitfalls', 'versusGrpo', 'standIn']

/** The functions of a slot's part, or of a learned model, that the first scripts never call. */
const work = ['compute', 'choose', 'sizes', 'keep', 'observe', 'mix', 'store', 'lessons', 'loss']

/** Methods, and what they compute with. */
const files = /\/src\/methods\/[a-z]+\/[a-z0-9-]+(\.ts(\?(words|whole))?|\.math\.ts\?declared)$/

/** `isPage`: for the scripts of the built page, not for workers, the command line or tests. @type {(how?: { isPage?: boolean }) => import('vite').Plugin} */
export const methodWords = ({ isPage = false } = {}) => ({
  name: 'method-words',
  // Before the types are taken out.
  enforce: 'pre',
  transform: {
    filter: { id: files },
    handler(code, id) {
      if (id.endsWith('?declared')) return declared(code, this.parse(code, { lang: 'ts' }).body)
      if (!code.includes('export default defineMethod(')) return undefined
      const { body } = this.parse(code, { lang: 'ts' })
      const definition = body.find(({ type }) => type === 'ExportDefaultDeclaration')?.declaration.arguments[0]
      const words = definition.properties.filter(({ key }) => wordFields.includes(key?.name))
      if (id.endsWith('?words')) return kept(code, words)
      const cut = isPage && !id.endsWith('?whole') ? workOf(definition) : []
      if (cut.length === 0) return words.reduce(without, code)
      const page = cut.reduceRight(elsewhere, words.reduce(without, code))
      return `${page.replace(/(from '\.\/[a-z0-9-]+\.math\.ts)'/g, "$1?declared'")}\nimport { elsewhere } from '../elsewhere.ts'`
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

/** A module without its functions, but for those that its other statements name: these run when it is loaded. */
function declared(code, body) {
  const inner = statement => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement)
  const nameOf = statement => {
    const { type, id, declarations = [] } = inner(statement) ?? {}
    if (type === 'FunctionDeclaration') return id.name
    const [only] = declarations
    const isFunction = declarations.length === 1 && /^(Arrow)?Function/.test(only.init?.type ?? '')
    return isFunction ? only.id.name : undefined
  }
  const textOf = ({ start, end }) => code.slice(start, end)
  const isImport = ({ type }) => type === 'ImportDeclaration'
  const kept = new Set(body.filter(statement => !isImport(statement) && nameOf(statement) === undefined))
  for (let before = -1; before !== kept.size; ) {
    before = kept.size
    const said = [...kept].map(textOf).join('\n')
    for (const statement of body) {
      const name = nameOf(statement)
      if (name !== undefined && new RegExp(`\\b${name}\\b`).test(said)) kept.add(statement)
    }
  }
  const cut = body.filter(statement => !isImport(statement) && !kept.has(statement))
  const page = cut.reduceRight((text, statement) => {
    const { start, end, type } = statement
    const stub = type === 'ExportNamedDeclaration' ? `export const ${nameOf(statement)} = elsewhere` : ''
    return `${text.slice(0, start)}${stub}${textOf(statement).replace(/[^\n]/g, '')}${text.slice(end)}`
  }, code)
  return `${page}\nimport { elsewhere } from '../elsewhere.ts'`
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
