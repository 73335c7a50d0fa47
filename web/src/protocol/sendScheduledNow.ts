import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Sends now what was to be sent later. */
export async function sendScheduledNow(chat: PeerId, id: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.sendScheduledMessages', peer: await inputPeer(chat), id: [id] }))
}
