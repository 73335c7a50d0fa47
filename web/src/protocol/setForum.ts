import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputPeer'
import { takeUpdates } from './taken'

/** Whether the messages of a supergroup stand in topics. */
export async function setForum(chat: PeerId, enabled: boolean): Promise<void> {
  takeUpdates(await call({ _: 'channels.toggleForum', channel: await inputChannel(chat), enabled, tabs: false }))
}
