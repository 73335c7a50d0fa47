import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { inputPeer } from './inputPeer'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Removes somebody from a group or channel; who was removed from a supergroup or channel cannot come back alone. */
export async function removeMember(chat: PeerId, user: PeerId): Promise<void> {
  if (!isChannel(chat)) {
    takeUpdates(await call({ _: 'messages.deleteChatUser', chatId: -chat, userId: await inputUser(user) }))
    return
  }
  takeUpdates(await call({
    _: 'channels.editBanned', channel: await inputChannel(chat), participant: await inputPeer(user),
    bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
  }))
}
