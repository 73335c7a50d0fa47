import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { toMessages } from './toMessages'
import { inputPeer } from './inputPeer'
import { type Page, pageAt } from './pageAt'

/** Messages of a thread, without the one that it begins with: the newest, or those before, after or around one. */
export async function getThread({ chat, top, ...page }: Page & { chat: PeerId; top: number }): Promise<Message[]> {
  return toMessages(await call({
    _: 'messages.getReplies', peer: await inputPeer(chat), msgId: top, maxId: 0, minId: 0, hash: 0 as never, ...pageAt(page),
  } as tl.messages.RawGetRepliesRequest))
}
