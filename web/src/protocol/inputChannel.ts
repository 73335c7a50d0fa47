import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { inputPeer } from './inputPeer'

/** Only for supergroups and channels. */
export async function inputChannel(id: PeerId): Promise<tl.TypeInputChannel> {
  const peer = await inputPeer(id)
  if (peer._ === 'inputPeerChannel') return { _: 'inputChannel', channelId: peer.channelId, accessHash: peer.accessHash }
  if (peer._ === 'inputPeerChannelFromMessage') return { ...peer, _: 'inputChannelFromMessage' }
  throw new Trouble('private')
}
