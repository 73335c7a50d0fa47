import type { Message } from '../model/model'
import { call } from './call'
import { fromEntities } from './fromEntities'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendOptions'
import { takeSent } from './takeSent'
import { type Upload, uploadMedia } from './uploadMedia'

/** Uploads a file and sends it as the message that the page has shown already. */
export async function sendFile(message: Message, upload: Upload, options: { reply?: number; thread?: number }): Promise<Message> {
  const media = await uploadMedia(upload)
  const random = randomId(message.id)
  const answer = await call({
    _: 'messages.sendMedia', peer: await inputPeer(message.chat), media, message: message.text, randomId: random, entities: await fromEntities(message.entities),
    ...sendOptions(options),
  })
  const { sending: _, progress: __, failure: ___, album: ____, ...kept } = message
  return takeSent(answer, random) ?? kept
}
