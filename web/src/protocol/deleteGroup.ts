import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel, isChannel } from './inputPeer'
import { takeUpdates } from './taken'

/** Deletes a group or channel for everybody. */
export async function deleteGroup(chat: PeerId): Promise<void> {
  if (isChannel(chat)) takeUpdates(await call({ _: 'channels.deleteChannel', channel: await inputChannel(chat) }))
  else await call({ _: 'messages.deleteChat', chatId: -chat })
}
