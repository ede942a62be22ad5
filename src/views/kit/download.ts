/** Hands a text to the browser as a file; nothing leaves the machine. */
export function download(
  { name, text }: { readonly name: string; readonly text: string | Blob },
  type = 'application/json',
) {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
