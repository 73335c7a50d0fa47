import type { PeerId } from '../model/model'
import { state } from './store'

/** How somebody or something is called as an author; oneself, too. */
export function personName(id: PeerId | undefined): string {
  const peer = id === undefined ? undefined : state.peers[id]
  return peer?.name || (peer?.username ? `@${peer.username}` : '…')
}
