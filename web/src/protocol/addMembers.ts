import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Takes people into a group or channel. */
export async function addMembers(chat: PeerId, users: PeerId[]): Promise<void> {
  if (isChannel(chat)) {
    const answer = await call({ _: 'channels.inviteToChannel', channel: await inputChannel(chat), users: await Promise.all(users.map(inputUser)) })
    takeUpdates(answer.updates)
    return
  }
  for (const user of users) {
    const answer = await call({ _: 'messages.addChatUser', chatId: -chat, userId: await inputUser(user), fwdLimit: 100 })
    takeUpdates(answer.updates)
  }
}
