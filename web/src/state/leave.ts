import type { PeerId } from '../model/model'
import { dropChat } from './dropChat'
import { link } from './link'

export async function leave(chat: PeerId): Promise<void> {
  const protocol = await link()
  await protocol.leaveChat(chat)
  dropChat(chat)
}
