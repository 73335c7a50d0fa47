import type { AdminRights, PeerId } from '../model/model'
import { fromAdminRights } from './fromAdminRights'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Gives a member the rights of an admin and a title; without any right an admin is a member again. */
export async function setAdmin(chat: PeerId, user: PeerId, rights: AdminRights, title: string): Promise<void> {
  const adminRights = fromAdminRights(rights)
  if (isChannel(chat)) {
    takeUpdates(await call({ _: 'channels.editAdmin', channel: await inputChannel(chat), userId: await inputUser(user), adminRights, rank: title }))
  } else {
    await call({ _: 'messages.editChatAdmin', chatId: -chat, userId: await inputUser(user), isAdmin: Object.keys(adminRights).length > 1 })
  }
}
