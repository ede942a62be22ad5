/** Milliseconds that the page waits for the worker: a question asks the sandbox up to eight times (sandbox.ts). */
export const runPatience = 8000
/** With the interpreter's file on the way. */
export const openingPatience = 20_000
