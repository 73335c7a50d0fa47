import type { Message } from '../model/model'
import { apply } from './apply'
import { link } from './link'
import { loadPinned } from './loadPinned'

export async function pinMessage(message: Message, pinned: boolean, forBoth: boolean): Promise<void> {
  await (await link()).pinMessage(message.chat, message.id, pinned, forBoth)
  apply({ kind: 'pinnedMessages', chat: message.chat, ids: [message.id], pinned })
  await loadPinned(message.chat)
}
