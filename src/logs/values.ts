/** What formats read of foreign values: each reader answers undefined for what is of another kind. */
import { isNumber, isObject, isText, type Json } from './exchange-fields.ts'

export const textFrom = (value: unknown): string | undefined =>
  isText(value) ? value : isNumber(value) ? String(value) : undefined

export const numberFrom = (value: unknown): number | undefined => {
  if (isNumber(value)) return value
  if (typeof value === 'boolean') return Number(value)
  const number = isText(value) && value.trim() !== '' ? Number(value) : undefined
  return isNumber(number) ? number : undefined
}

export const integerFrom = (value: unknown): number | undefined => {
  const number = numberFrom(value)
  return Number.isInteger(number) ? number : undefined
}

export const listFrom = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined)

export const objectFrom = (value: unknown): Json => (isObject(value) ? value : {})

/** A list of numbers; undefined where one of them is none. */
export function numbersOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined
  const list: readonly unknown[] = value
  return list.every(isNumber) ? list : undefined
}

/** What every list of a record of single values wraps: NeMo-RL writes `[0.5]` for 0.5. */
export const unwrapped = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value)

interface Message {
  readonly role: string
  readonly content: string
}

/** Messages of a chat; a content may be a text or a list of parts, of which texts are kept. */
export function messagesFrom(value: unknown): readonly Message[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const list: readonly unknown[] = value
  const messages = list.map(messageFrom)
  return messages.every(message => message !== undefined) ? messages : undefined
}

function messageFrom(value: unknown): Message | undefined {
  if (!isObject(value)) return undefined
  const role = textFrom(value.role)
  return role === undefined ? undefined : { role, content: contentFrom(value.content) + callsFrom(value.tool_calls) }
}

function contentFrom(content: unknown): string {
  if (isText(content)) return content
  const parts = listFrom(content) ?? []
  return parts.map(part => textFrom(objectFrom(part).text) ?? '').join('')
}

const callsFrom = (calls: unknown): string => (listFrom(calls)?.length ? JSON.stringify(calls) : '')

/** A text or the messages of a chat as one text: a single message is its content, several carry their roles. */
export function chatText(value: unknown): string | undefined {
  const messages = messagesFrom(value)
  if (!messages) return textFrom(value)
  const [first] = messages
  if (messages.length === 1 && first) return first.content
  return messages.map(({ role, content }) => `${role}: ${content}`).join('\n')
}

/** The conversation before the first answer, and from there on. Without an answer of its own it is all one text: both. */
export function splitChat(value: unknown): { readonly prompt?: string; readonly response?: string } {
  const list = listFrom(value) ?? []
  const messages = messagesFrom(value) ?? []
  const first = messages.findIndex(({ role }) => role === 'assistant')
  if (first < 0) return textFields(undefined, chatText(list))
  return textFields(chatText(list.slice(0, first)), chatText(list.slice(first)))
}

const textFields = (prompt: string | undefined, response: string | undefined) => ({
  ...(prompt !== undefined && { prompt }),
  ...(response !== undefined && { response }),
})

/** The fields that are not among these; what is null says nothing. */
export const others = (json: Json, known: readonly string[]): Json =>
  Object.fromEntries(
    Object.entries(json).filter(([field, value]) => !known.includes(field) && value !== null && value !== undefined),
  )

/** 0 and 1, which logs also write as booleans. */
export function flagsOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined
  const list: readonly unknown[] = value
  const flags = list.map(one => (typeof one === 'boolean' || isNumber(one) ? Number(one) : undefined))
  return flags.every(flag => flag !== undefined) ? flags : undefined
}
