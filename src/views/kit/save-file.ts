/** The one door through which the page hands a file to the browser; nothing leaves the machine. */

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  jsonl: 'application/jsonl',
  png: 'image/png',
  py: 'text/x-python',
  svg: 'image/svg+xml',
}

/** `name` with its ending, which says what the file is. */
export function saveFile(name: string, content: string | Blob): void {
  const type = types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Words as part of a file's name: letters and digits of any script, joined by hyphens. */
export const fileWord = (text: string, otherwise: string): string =>
  text.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || otherwise
