import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Makes a chat silent until then. */
export async function muteChat(chat: PeerId, until: number): Promise<void> {
  await call({
    _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer: await inputPeer(chat) },
    settings: { _: 'inputPeerNotifySettings', muteUntil: until },
  })
}
