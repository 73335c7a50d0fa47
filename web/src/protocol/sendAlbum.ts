import type { tl } from '@mtcute/core'
import type { Message, Uploaded } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { fromEntities } from './fromEntities'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { sendOptions } from './sendOptions'
import { takeSentAll } from './takeSentAll'

/** Sends pictures that were uploaded as one album; gives each message as the server has it, in the same order. */
export async function sendAlbum(all: readonly { message: Message; uploaded: Uploaded }[], options: { reply?: number; thread?: number }): Promise<Message[]> {
  const [first] = all
  if (!first) return []
  const multiMedia = await Promise.all(all.map(async ({ message, uploaded }): Promise<tl.RawInputSingleMedia> => ({
    _: 'inputSingleMedia', media: uploaded.media as tl.TypeInputMedia, randomId: randomId(message.id), message: message.text,
    entities: await fromEntities(message.entities),
  })))
  const answer = await call({ _: 'messages.sendMultiMedia', peer: await inputPeer(first.message.chat), multiMedia, ...sendOptions(options) })
  const sent = takeSentAll(answer, multiMedia.map((one) => one.randomId))
  return sent.map((one) => {
    if (!one) throw new Trouble('server')
    return one
  })
}
