/** Where the history of the open thread stands, beside those of the chats. No chat has this number. */
import type { Message, PeerId } from '../model/model'
import { setState, state } from './store'

export const THREAD: PeerId = 2 ** 52

/** Whether a message belongs to the thread that is open. */
export const inThread = (message: Message): boolean =>
  message.chat === state.thread?.chat && (message.thread ?? message.reply?.id) === state.thread.top

/** The histories that may show messages of a chat. */
export const placesOf = (chat: PeerId): PeerId[] => (chat === state.thread?.chat ? [chat, THREAD] : [chat])

/** A message wherever it is shown. */
export function messageAt(chat: PeerId, id: number): Message | undefined {
  for (const place of placesOf(chat)) {
    const found = state.histories[place]?.messages[id]
    if (found) return found
  }
  return undefined
}

/** Changes what is known of a message wherever it is shown; what is `undefined` goes. */
export function setMessage(message: Message, parts: { [K in keyof Message]?: Message[K] | undefined }): void {
  for (const place of placesOf(message.chat)) {
    if (state.histories[place]?.messages[message.id]) setState('histories', place, 'messages', message.id, parts as Partial<Message>)
  }
  if (state.tops[message.chat]?.id === message.id) setState('tops', message.chat, parts as Partial<Message>)
}
