import type { Message } from '../model/model'
import { setTop } from './setTop'
import { inThread } from './inThread'
import { THREAD } from './thread'
import { state } from './store'
import { takeHistory } from './takeHistory'

/** Shows a message that is on its way. */
export function show(message: Message): void {
  if (inThread(message)) {
    takeHistory(THREAD, [message], {})
    // Of a group that only its comments were opened of, nothing else is here.
    if (!state.histories[message.chat]) return
  }
  if (state.histories[message.chat]?.end) takeHistory(message.chat, [message], {})
  else takeHistory(message.chat, [message], { apart: !state.histories[message.chat] })
  setTop(message.chat, message)
}
