import type { InlineResult, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { inputUser } from './inputUser'
import { toMedia } from './toMedia'

/** Asks a bot in the field of a chat. */
export async function getInlineResults(bot: PeerId, chat: PeerId, query: string): Promise<InlineResult[]> {
  const answer = await call({ _: 'messages.getInlineBotResults', bot: await inputUser(bot), peer: await inputPeer(chat), query, offset: '' })
  return answer.results.map((one) => {
    const text = 'message' in one.sendMessage ? one.sendMessage.message : ''
    const media = one._ === 'botInlineMediaResult' && one.photo ? toMedia({ _: 'messageMediaPhoto', photo: one.photo }) : undefined
    const photo = media?.kind === 'photo' ? (media.small ?? media.full) : undefined
    return { query: answer.queryId.toString(), id: one.id, title: one.title ?? text, text: one.description ?? (one.title ? text : ''), ...(photo ? { photo } : {}) }
  })
}
