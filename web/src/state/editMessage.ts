import type { Message } from '../model/model'
import { parseMarkup } from '../text/parseMarkup'
import { link } from './link'

export async function editMessage(message: Message, source: string): Promise<void> {
  const { text, entities } = parseMarkup(source)
  await (await link()).editText(message.chat, message.id, text, entities)
}
