import type { Message } from '../model/model'
import { call } from './call'
import { fromEntities } from './fromEntities'
import { toEntities } from './toEntities'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { takePts } from './takePts'
import { takeSent } from './takeSent'
import { type SendOptions, sendOptions } from './sendOptions'

/** Sends a message that the page has shown already; gives it as the server has it. */
export async function sendText(message: Message, options: SendOptions): Promise<Message> {
  const random = randomId(message.id)
  const answer = await call({
    _: 'messages.sendMessage', peer: await inputPeer(message.chat), message: message.text, randomId: random, clearDraft: true,
    entities: await fromEntities(message.entities), ...sendOptions(options),
  })
  const { sending: _, failure: __, ...kept } = message
  if (answer._ === 'updateShortSentMessage') {
    takePts(answer.pts, answer.ptsCount)
    return { ...kept, id: answer.id, date: answer.date, entities: answer.entities ? toEntities(answer.entities) : kept.entities }
  }
  return takeSent(answer, random) ?? kept
}
