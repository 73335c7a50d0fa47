import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { takeUpdates } from './takeUpdates'

export async function createTopic(chat: PeerId, title: string): Promise<void> {
  takeUpdates(await call({ _: 'messages.createForumTopic', peer: await inputPeer(chat), title, randomId: randomId(Date.now() * 64) }))
}
