import type { Message, PeerId } from '../model/model'
import { link } from './link'
import { messageAt } from './messageAt'

/** The messages that others answer, fetched where they are not among those that are there. */
export async function fetchMessage(chat: PeerId, id: number): Promise<Message | undefined> {
  const known = messageAt(chat, id)
  if (known) return known
  const [found] = await (await link()).getMessages(chat, [id])
  return found
}
