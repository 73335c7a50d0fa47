import type { Message } from '../model/model'
import { setState, state } from './store'
import { placesOf } from './placesOf'

/** Changes what is known of a message wherever it is shown; what is `undefined` goes. */
export function setMessage(message: Message, parts: { [K in keyof Message]?: Message[K] | undefined }): void {
  for (const place of placesOf(message.chat)) {
    if (state.histories[place]?.messages[message.id]) setState('histories', place, 'messages', message.id, parts as Partial<Message>)
  }
  if (state.tops[message.chat]?.id === message.id) setState('tops', message.chat, parts as Partial<Message>)
}
