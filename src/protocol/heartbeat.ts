/** A worker that was ended by the browser says nothing at all; so the page asks. Answered outside of any run. */
export interface Ping {
  readonly type: 'ping'
}
export interface Pong {
  readonly type: 'pong'
}
