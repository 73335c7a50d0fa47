/** Whether the browser has a network at all: it knows before a connection notices, and while there is none yet. */
import type { Connection } from '../model/model'

export let told: Connection = 'connecting'

const online = () => globalThis.navigator?.onLine !== false

/** What is to be said of the connection, after the protocol has told `connection`. */
export function connectionNow(connection: Connection): Connection {
  told = connection
  return online() ? told : 'offline'
}
