/** Whether the browser has a network at all: it knows before a connection notices, and while there is none yet. */
import type { Connection } from '../model/model'

let told: Connection = 'connecting'

const online = () => globalThis.navigator?.onLine !== false

/** What is to be said of the connection, after the protocol has told `connection`. */
export function connectionNow(connection: Connection): Connection {
  told = connection
  return online() ? told : 'offline'
}

/** Says when the network goes and comes; what was connected before it went has to connect anew. */
export function watchNetwork(changed: (connection: Connection) => void): void {
  addEventListener('offline', () => changed(connectionNow('connecting')))
  addEventListener('online', () => changed(connectionNow(told === 'offline' ? 'connecting' : told)))
}

/** Waits so long, or until there is a network again. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, seconds * 1000)
    addEventListener('online', done)
  })
}
