/** Groups and channels: making them, who is in them, what they are called. */
import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { inputChannel, inputUser, isChannel } from './inputPeer'
import { takeUpdates } from './taken'
import { tellPeers } from './tellPeers'

function made(updates: tl.TypeUpdates): PeerId {
  tellPeers(updates)
  takeUpdates(updates)
  const [chat] = 'chats' in updates ? updates.chats : []
  if (!chat || (chat._ !== 'chat' && chat._ !== 'channel')) throw new Trouble('server')
  return chat._ === 'chat' ? -chat.id : getMarkedPeerId(chat.id, 'channel')
}

export async function createGroup(title: string, users: PeerId[]): Promise<PeerId> {
  const answer = await call({ _: 'messages.createChat', title, users: await Promise.all(users.map(inputUser)) })
  return made('updates' in answer && answer._ === 'messages.invitedUsers' ? answer.updates : (answer as unknown as tl.TypeUpdates))
}

export async function createChannel(title: string, about: string, megagroup: boolean): Promise<PeerId> {
  return made(await call({ _: 'channels.createChannel', title, about, ...(megagroup ? { megagroup: true } : { broadcast: true }) }))
}

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
