// A Vite plugin that lets a method be one file and two modules. Most of a method's text is read on its own page only, yet
// every page needs all methods before it can start. Imported plainly, a method's file has all but its words; imported with
// `?words` it has nothing but them. `MethodWords` in core/method.ts says what each is for.

/** The properties of `defineMethod({...})` that are words. Each is written out in place: what stands around it is cut. */
export const wordFields = ['idea', 'claim', 'pitfalls', 'versusGrpo', 'standIn']

/** @type {() => import('vite').Plugin} */
export const methodWords = () => ({
  name: 'method-words',
  // Before the types are taken out.
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/methods\/[a-z]+\/[a-z0-9-]+\.ts(\?words)?$/, code: 'export default defineMethod(' },
    handler(code, id) {
      const { body } = this.parse(code, { lang: 'ts' })
      const definition = body.find(({ type }) => type === 'ExportDefaultDeclaration')?.declaration.arguments[0]
      const words = definition.properties.filter(({ key }) => wordFields.includes(key?.name))
      return id.endsWith('?words') ? kept(code, words) : words.reduce(without, code)
    },
  },
})

/** Blank where it was, so that every other word stays on its line and no source map is needed. */
const without = (code, { start, end }) =>
  code.slice(0, start) + blank(code.slice(start, end)) + code.slice(end).replace(/^,/, ' ')

/** Nothing but the words, each on its line. */
function kept(code, words) {
  const parts = words.map(({ start, end }, i) => {
    const before = code.slice(words[i - 1]?.end ?? 0, start)
    return `${blank(before)}${code.slice(start, end)},`
  })
  return `export default {${parts.join('')}}`
}

const blank = text => text.replace(/\S/g, ' ')
