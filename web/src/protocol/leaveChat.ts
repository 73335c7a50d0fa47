import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

/** Leaves a group or channel. */
export async function leaveChat(chat: PeerId): Promise<void> {
  if (isChannel(chat)) takeUpdates(await call({ _: 'channels.leaveChannel', channel: await inputChannel(chat) }))
  else takeUpdates(await call({ _: 'messages.deleteChatUser', chatId: -chat, userId: { _: 'inputUserSelf' } }))
}
