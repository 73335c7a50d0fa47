import type { PeerId } from '../model/model'
import { state } from './store'

/** Whether a chat is one that a person looks at without being in it; the server tells nothing of such by itself. */
export const isOnlySeen = (chat: PeerId): boolean => {
  const peer = state.peers[chat]
  return Boolean(peer?.left && (peer.kind === 'channel' || peer.kind === 'supergroup'))
}
