/**
 * A model's own tokens for a log: `tokenizer.json` as the Hugging Face library writes it, BPE (by bytes or by
 * SentencePiece) or Unigram. The file is foreign: it is measured and checked before anything is made of it.
 */
import { fail } from '../core/fail.ts'
import { isTokenizerName } from '../core/tokenizer-file.ts'
import { isInteger, isNumber, isObject, isText, type Json } from './exchange-fields.ts'
import { type LogFile, textOf } from './file.ts'
import { pieceText } from './piece-text.ts'

export interface LogTokenizer {
  /** For people: "tokenizer.json (BPE, 151,643 entries)". */
  readonly words: string
  /** Ids of a text's tokens, without any that the model adds by itself; undefined where it fails on the text. */
  readonly cut: (text: string) => readonly number[] | undefined
  /** What an id reads as; undefined where the tokenizer has no such id. */
  readonly textOf: (id: number) => string | undefined
}

/** Bytes of the file, entries, merges and added tokens at most: the largest in use have 35 MB and 262,144 entries. */
const [mostBytes, mostEntries, mostMerges, mostAdded] = [96 * 2 ** 20, 2 ** 21, 2 ** 22, 2 ** 17]
/** Characters of one added token or pattern, and of nested parts. */
const [longest, deepest] = [4000, 8]

const source = 'Take tokenizer.json from the folder of the model that was trained.'

const wrong = (where: string, expected: string, got: string): never => fail(where, expected, got, source)

/** The files of a log without the tokenizer among them; the last one where there are several. */
export function apartTokenizer(files: readonly LogFile[]): {
  readonly files: readonly LogFile[]
  readonly tokenizer: LogFile | undefined
} {
  const tokenizer = files.findLast(({ name }) => isTokenizerName(name))
  return { files: files.filter(({ name }) => !isTokenizerName(name)), tokenizer }
}

/** Throws the house error where the file is none, is too large, or is of a kind that no language model uses. */
export async function readTokenizer(file: LogFile): Promise<LogTokenizer> {
  const name = file.name.split('/').at(-1)!
  if (file.size > mostBytes) wrong(name, `at most ${mostBytes} bytes`, `${file.size}`)
  const json = parsed(name, await textOf(file))
  const kind = checkModel(name, json.model)
  checkAdded(name, json.added_tokens)
  for (const part of parts) checkPart(name, part, json[part], 0)
  const { Tokenizer } = await import('@huggingface/tokenizers')
  const made = attempt(
    name,
    () => new Tokenizer({ ...blank, ...json, post_processor: null, added_tokens: json.added_tokens ?? [] }, {}),
  )
  const read = pieceText(made, isByteLevel(json))
  return {
    words: `${name} (${kind}, ${made.get_vocab().size.toLocaleString('en')} entries)`,
    cut: text => {
      try {
        // A piece that the tokenizer has no id for, and no stand-in, is dropped there as here.
        return text === '' ? [] : made.encode(text, { add_special_tokens: false }).ids.filter(isInteger)
      } catch {
        return undefined
      }
    },
    textOf: read,
  }
}

const parts = ['normalizer', 'pre_tokenizer', 'decoder'] as const
const blank = { normalizer: null, pre_tokenizer: null, decoder: null }

function parsed(name: string, text: string): Json {
  try {
    const json: unknown = JSON.parse(text)
    if (isObject(json) && isObject(json.model)) return json
  } catch {
    // Said below.
  }
  return wrong(name, 'a tokenizer of Hugging Face’s library: JSON with a field "model"', 'something else')
}

function attempt<T>(name: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    return wrong(name, 'a tokenizer that can be run', error instanceof Error ? error.message : 'something else')
  }
}

function checkModel(name: string, model: unknown): string {
  const { type, vocab, merges }: Json = isObject(model) ? model : {}
  const kind = type ?? (merges === undefined ? undefined : 'BPE')
  if (kind === 'BPE') {
    checkEntries(name, isObject(vocab) ? Object.values(vocab) : undefined, isId, 'an id for every piece')
    if (!Array.isArray(merges)) return wrong(`${name} model.merges`, 'a list', typeof merges)
    if (merges.length > mostMerges) wrong(`${name} model.merges`, `at most ${mostMerges}`, `${merges.length}`)
    if (!merges.every(isMerge)) wrong(`${name} model.merges`, 'pairs of pieces', 'something else')
    return kind
  }
  if (kind === 'Unigram') {
    checkEntries(name, Array.isArray(vocab) ? vocab : undefined, isScored, 'a piece and its score each')
    return kind
  }
  return wrong(`${name} model.type`, 'BPE or Unigram', isText(kind) ? kind : 'nothing')
}

function checkEntries(
  name: string,
  entries: readonly unknown[] | undefined,
  isRight: (entry: unknown) => boolean,
  expected: string,
): void {
  const where = `${name} model.vocab`
  if (!entries || entries.length === 0 || !entries.every(isRight)) wrong(where, expected, 'something else')
  else if (entries.length > mostEntries) wrong(where, `at most ${mostEntries} entries`, `${entries.length}`)
}

const isId = (value: unknown): boolean => isInteger(value) && value >= 0 && value < mostEntries * 2
const isScored = (value: unknown): boolean => Array.isArray(value) && isText(value[0]) && isNumber(value[1])
const isMerge = (value: unknown): boolean =>
  isText(value) || (Array.isArray(value) && value.length === 2 && value.every(isText))

function checkAdded(name: string, added: unknown): void {
  const where = `${name} added_tokens`
  if (added === undefined || added === null) return
  const list: readonly unknown[] | undefined = Array.isArray(added) ? added : undefined
  if (!list || list.length > mostAdded) wrong(where, `a list of at most ${mostAdded}`, 'another')
  const isToken = (value: unknown) =>
    isObject(value) && isId(value.id) && isText(value.content) && value.content !== '' && value.content.length < longest
  if (!list?.every(isToken)) wrong(where, 'an id and a text each', 'something else')
}

/** Normaliser, splitting and decoder: small nested settings. */
function checkPart(name: string, part: string, value: unknown, depth: number): void {
  if (depth > deepest) wrong(`${name} ${part}`, `at most ${deepest} nested parts`, 'more')
  if (isText(value) && value.length > longest && part !== 'precompiled_charsmap')
    wrong(`${name} ${part}`, `at most ${longest} characters`, `${value.length}`)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value).slice(0, 1000)) checkPart(name, key, inner, depth + 1)
}

/** Whether its pieces are bytes written as letters, as GPT-2 does. */
function isByteLevel({ pre_tokenizer, decoder }: Json): boolean {
  const has = (part: unknown): boolean =>
    isObject(part) &&
    (part.type === 'ByteLevel' || Object.values(part).some(held => Array.isArray(held) && held.some(has)))
  return has(pre_tokenizer) || has(decoder)
}
