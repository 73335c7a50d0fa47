import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { type Page, pageAt } from './pageAt'
import { toMessage } from './toMessage'

const LONG_ZERO = 0 as never

/** Messages of a chat: the newest, those before or after one, around one, or from a day on. */
export async function getHistory({ chat, ...page }: Page & { chat: PeerId }): Promise<Message[]> {
  const answer = await call({
    _: 'messages.getHistory', peer: await inputPeer(chat), maxId: 0, minId: 0, hash: LONG_ZERO, ...pageAt(page),
  } as tl.messages.RawGetHistoryRequest)
  return toMessages(answer)
}

export function toMessages(answer: tl.messages.TypeMessages): Message[] {
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages.flatMap((message) => toMessage(message) ?? [])
}

/** Single messages by id, such as those that are answered. */
export async function getMessages(chat: PeerId, ids: number[]): Promise<Message[]> {
  const id: tl.TypeInputMessage[] = ids.map((one) => ({ _: 'inputMessageID', id: one }))
  const peer = await inputPeer(chat)
  if (peer._ === 'inputPeerChannel') {
    const channel: tl.RawInputChannel = { _: 'inputChannel', channelId: peer.channelId, accessHash: peer.accessHash }
    return toMessages(await call({ _: 'channels.getMessages', channel, id }))
  }
  return toMessages(await call({ _: 'messages.getMessages', id }))
}
