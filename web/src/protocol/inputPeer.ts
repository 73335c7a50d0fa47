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

export async function inputUser(id: PeerId): Promise<tl.TypeInputUser> {
  const peer = await inputPeer(id)
  if (peer._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
  if (peer._ === 'inputPeerUser') return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  if (peer._ === 'inputPeerUserFromMessage') return { ...peer, _: 'inputUserFromMessage' }
  throw new Trouble('noUser')
}

/** Only for supergroups and channels. */
export async function inputChannel(id: PeerId): Promise<tl.TypeInputChannel> {
  const peer = await inputPeer(id)
  if (peer._ === 'inputPeerChannel') return { _: 'inputChannel', channelId: peer.channelId, accessHash: peer.accessHash }
  if (peer._ === 'inputPeerChannelFromMessage') return { ...peer, _: 'inputChannelFromMessage' }
  throw new Trouble('private')
}

export const isChannel = (id: PeerId) => id <= -1_000_000_000_000
