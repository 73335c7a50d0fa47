import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Deletes a group or channel for everybody. */
export async function deleteGroup(chat: PeerId): Promise<void> {
  if (isChannel(chat)) takeUpdates(await call({ _: 'channels.deleteChannel', channel: await inputChannel(chat) }))
  else await call({ _: 'messages.deleteChat', chatId: -chat })
}
