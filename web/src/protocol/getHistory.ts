import type { tl } from '@mtcute/core'
import type { Message, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toMessage } from './toMessage'

const LONG_ZERO = 0 as never

/** Messages of a chat: the newest, those before or after one, around one, or from a day on. */
export async function getHistory(options: {
  chat: PeerId
  limit: number
  before?: number
  after?: number
  around?: number
  date?: number
}): Promise<Message[]> {
  const { limit } = options
  const half = Math.floor(limit / 2)
  const at =
    options.before !== undefined ? { offsetId: options.before, addOffset: 0, offsetDate: 0 }
    : options.after !== undefined ? { offsetId: options.after + 1, addOffset: -limit, offsetDate: 0 }
    : options.around !== undefined ? { offsetId: options.around + 1, addOffset: -half, offsetDate: 0 }
    : options.date !== undefined ? { offsetId: 0, addOffset: -half, offsetDate: options.date }
    : { offsetId: 0, addOffset: 0, offsetDate: 0 }
  const answer = await call({
    _: 'messages.getHistory', peer: await inputPeer(options.chat), limit, maxId: 0, minId: 0, hash: LONG_ZERO, ...at,
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
