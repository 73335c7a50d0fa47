import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toMessage } from './toMessage'

/** What is to be sent later. */
export async function getScheduled(chat: PeerId): Promise<Message[]> {
  const answer = await call({ _: 'messages.getScheduledHistory', peer: await inputPeer(chat), hash: 0 as never } as tl.messages.RawGetScheduledHistoryRequest)
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages.flatMap((message) => toMessage(message, true) ?? [])
}
