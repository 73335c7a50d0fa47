import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel, isChannel } from './inputPeer'
import { takeUpdates } from './taken'

export async function renameGroup(chat: PeerId, title: string): Promise<void> {
  takeUpdates(isChannel(chat)
    ? await call({ _: 'channels.editTitle', channel: await inputChannel(chat), title })
    : await call({ _: 'messages.editChatTitle', chatId: -chat, title }))
}
