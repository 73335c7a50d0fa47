import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Sets after how many seconds new messages of a chat vanish; 0 keeps them. */
export async function setTtl(chat: PeerId, period: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.setHistoryTTL', peer: await inputPeer(chat), period }))
}
