import type { Entity, PeerId } from '../model/model'
import { call } from './call'
import { fromEntities } from './fromEntities'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Changes what a message says. */
export async function editText(chat: PeerId, id: number, text: string, entities: Entity[]): Promise<void> {
  takeUpdates(await call({ _: 'messages.editMessage', peer: await inputPeer(chat), id, message: text, entities: await fromEntities(entities) }))
}
