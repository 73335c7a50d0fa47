import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { toMessages } from './toMessages'
import { inputPeer } from './inputPeer'

/** Messages of a chat by words or by kind, the newest first. */
export async function searchChat(options: { chat: PeerId; query?: string; only?: 'pinned' | 'media' | 'files' | 'links' | 'voices'; before?: number; limit: number }): Promise<{ messages: Message[]; total: number }> {
  const filter: tl.TypeMessagesFilter =
    options.only === 'pinned' ? { _: 'inputMessagesFilterPinned' }
    : options.only === 'media' ? { _: 'inputMessagesFilterPhotoVideo' }
    : options.only === 'files' ? { _: 'inputMessagesFilterDocument' }
    : options.only === 'links' ? { _: 'inputMessagesFilterUrl' }
    : options.only === 'voices' ? { _: 'inputMessagesFilterVoice' }
    : { _: 'inputMessagesFilterEmpty' }
  const answer = await call({
    _: 'messages.search', peer: await inputPeer(options.chat), q: options.query ?? '', filter, minDate: 0, maxDate: 0,
    offsetId: options.before ?? 0, addOffset: 0, limit: options.limit, maxId: 0, minId: 0, hash: 0 as never,
  } as tl.messages.RawSearchRequest)
  const messages = toMessages(answer)
  return { messages, total: 'count' in answer ? answer.count : messages.length }
}
