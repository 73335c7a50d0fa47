import type { Message } from '../model/model'
import { state } from './store'

/** Whether a message belongs to the thread that is open. */
export const inThread = (message: Message): boolean =>
  message.chat === state.thread?.chat && (message.thread ?? message.reply?.id) === state.thread.top
