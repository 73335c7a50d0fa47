import type { Message } from '../model/model'
import { setTop } from './setTop'
import { state } from './store'
import { takeHistory } from './takeHistory'

/** Shows a message that is on its way. */
export function show(message: Message): void {
  if (state.histories[message.chat]?.end) takeHistory(message.chat, [message], {})
  else takeHistory(message.chat, [message], { apart: !state.histories[message.chat] })
  setTop(message.chat, message)
}
