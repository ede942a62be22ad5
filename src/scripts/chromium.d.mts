/** Path of a Chromium, installed when there is none. Exits with a message when that fails. */
export function chromium(): Promise<string>
