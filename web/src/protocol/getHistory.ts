import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { type Page, pageAt } from './pageAt'
import { toMessages } from './toMessages'

const LONG_ZERO = 0 as never

/** Messages of a chat: the newest, those before or after one, around one, or from a day on. */
export async function getHistory({ chat, ...page }: Page & { chat: PeerId }): Promise<Message[]> {
  const answer = await call({
    _: 'messages.getHistory', peer: await inputPeer(chat), maxId: 0, minId: 0, hash: LONG_ZERO, ...pageAt(page),
  } as tl.messages.RawGetHistoryRequest)
  return toMessages(answer)
}
