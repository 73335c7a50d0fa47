import type { Message } from '../model/model'
import { link } from './link'

export async function vote(message: Message, options: string[]): Promise<void> {
  await (await link()).vote(message.chat, message.id, options)
}
