import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { session } from './session'

/** What the server wants to hear for a peer; the session keeps the hashes. */
export async function inputPeer(id: PeerId): Promise<tl.TypeInputPeer> {
  if (id === session.me) return { _: 'inputPeerSelf' }
  if (id < 0 && id > -1_000_000_000_000) return { _: 'inputPeerChat', chatId: -id }
  const known = await session.client?.storage.peers.getById(id)
  if (!known) throw new Trouble('private')
  return known
}
