import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toMessages } from './toMessages'

/** Messages that name one and were not seen yet, the newest first. */
export async function getMentions(chat: PeerId): Promise<Message[]> {
  return toMessages(await call({
    _: 'messages.getUnreadMentions', peer: await inputPeer(chat), offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0,
  } as tl.messages.RawGetUnreadMentionsRequest))
}
