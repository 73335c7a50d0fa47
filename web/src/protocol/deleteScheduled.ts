import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { session } from './session'
import { takeUpdates } from './takeUpdates'

/** Takes back what was to be sent later. */
export async function deleteScheduled(chat: PeerId, id: number): Promise<void> {
  takeUpdates(await call({ _: 'messages.deleteScheduledMessages', peer: await inputPeer(chat), id: [id] }))
  session.tell({ kind: 'unscheduled', chat, ids: [id] })
}
