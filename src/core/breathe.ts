/**
 * Gives way to the event loop, so that messages arrive. A message to oneself comes back at once, where timers are held
 * back to 4 ms when nested and to a second in hidden pages.
 */
export function breathe(milliseconds = 0): Promise<void> {
  if (milliseconds > 0) return new Promise(resolve => setTimeout(resolve, milliseconds))
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
