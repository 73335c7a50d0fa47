import type { tl } from '@mtcute/core'
import type { Message, Thread } from '../model/model'
import { call } from './call'
import { toMessages } from './getHistory'
import { inputPeer } from './inputPeer'

/** Messages of a thread, the newest or those before one, oldest first. */
export async function getThread({ chat, top }: Thread, limit: number, before = 0): Promise<Message[]> {
  const answer = await call({
    _: 'messages.getReplies', peer: await inputPeer(chat), msgId: top, offsetId: before, offsetDate: 0, addOffset: 0, limit, maxId: 0, minId: 0, hash: 0 as never,
  } as tl.messages.RawGetRepliesRequest)
  return toMessages(answer).sort((one, two) => one.id - two.id)
}
