import type { Connection } from '../model/model'
import { connectionNow, told } from './connectionNow'

/** Says when the network goes and comes; what was connected before it went has to connect anew. */
export function watchNetwork(changed: (connection: Connection) => void): void {
  addEventListener('offline', () => changed(connectionNow('connecting')))
  addEventListener('online', () => changed(connectionNow(told === 'offline' ? 'connecting' : told)))
}
