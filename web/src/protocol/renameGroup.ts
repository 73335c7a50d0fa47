import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { takeUpdates } from './takeUpdates'

export async function renameGroup(chat: PeerId, title: string): Promise<void> {
  takeUpdates(isChannel(chat)
    ? await call({ _: 'channels.editTitle', channel: await inputChannel(chat), title })
    : await call({ _: 'messages.editChatTitle', chatId: -chat, title }))
}
