import type { tl } from '@mtcute/core'
import type { Message } from '../model/model'
import { toMessage } from './toMessage'

/** The messages of an answer. */
export function toMessages(answer: tl.messages.TypeMessages): Message[] {
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages.flatMap((message) => toMessage(message) ?? [])
}
