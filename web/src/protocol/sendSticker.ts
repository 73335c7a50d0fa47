import type { tl } from '@mtcute/core'
import type { Message, Sticker } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendOptions'
import { takeSent } from './takeSent'

/** Sends a sticker as the message that the page has shown already. */
export async function sendSticker(message: Message, sticker: Sticker): Promise<Message> {
  const random = randomId(message.id)
  const answer = await call({
    _: 'messages.sendMedia', peer: await inputPeer(message.chat), media: sticker.input as tl.TypeInputMedia, message: '', randomId: random,
    ...sendOptions({ ...(message.reply ? { reply: message.reply.id } : {}), ...(message.thread ? { thread: message.thread } : {}) }),
  })
  const { sending: _, failure: __, ...kept } = message
  return takeSent(answer, random) ?? kept
}
