import type { PeerId } from '../model/model'
import { t } from '../text/text'
import { state } from './store'

/** How somebody or something is called in lists. */
export function peerName(id: PeerId | undefined): string {
  if (id === undefined) return ''
  if (id === state.me) return t('list.saved')
  return personName(id)
}

/** The same, but for oneself as an author. */
export function personName(id: PeerId | undefined): string {
  const peer = id === undefined ? undefined : state.peers[id]
  return peer?.name || (peer?.username ? `@${peer.username}` : '…')
}
