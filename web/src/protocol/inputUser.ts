import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { inputPeer } from './inputPeer'

export async function inputUser(id: PeerId): Promise<tl.TypeInputUser> {
  const peer = await inputPeer(id)
  if (peer._ === 'inputPeerSelf') return { _: 'inputUserSelf' }
  if (peer._ === 'inputPeerUser') return { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
  if (peer._ === 'inputPeerUserFromMessage') return { ...peer, _: 'inputUserFromMessage' }
  throw new Trouble('noUser')
}
