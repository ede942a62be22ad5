// `npm start`: installs, builds, serves, prints the address, and opens it where there is a desktop.
import { install, root } from './install.mjs'

install()
const { build, preview } = await import('vite')
await build({ root, logLevel: 'warn' })
const desktop =
  !process.env.CI && (process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY))
const server = await preview({ root, preview: { port: Number(process.env.PORT ?? 4173), open: desktop } })
console.log(`\nAdvantage Playground: ${server.resolvedUrls?.local[0] ?? 'no address'}\nStop with Ctrl+C.`)
