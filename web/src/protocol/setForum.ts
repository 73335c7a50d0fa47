import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Whether the messages of a supergroup stand in topics. */
export async function setForum(chat: PeerId, enabled: boolean): Promise<void> {
  takeUpdates(await call({ _: 'channels.toggleForum', channel: await inputChannel(chat), enabled, tabs: false }))
}
