import type { Message } from '../model/model'
import { call } from './call'
import { toMessages } from './toMessages'

/** Messages of all chats by words. */
export async function searchAll(query: string, limit: number): Promise<Message[]> {
  return toMessages(await call({
    _: 'messages.searchGlobal', q: query, filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0, offsetRate: 0,
    offsetPeer: { _: 'inputPeerEmpty' }, offsetId: 0, limit,
  }))
}
