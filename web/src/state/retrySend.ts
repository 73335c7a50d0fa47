import type { Message } from '../model/model'
import { deliver } from './deliver'
import { deliverFile } from './deliverFile'
import { uploads } from './uploads'
import { setMessage } from './setMessage'

/** Sends a message that failed once more. */
export function retrySend(message: Message): void {
  setMessage(message, { sending: 'now', failure: undefined })
  if (uploads.has(message.id)) void deliverFile({ ...message, sending: 'now' })
  else void deliver({ ...message, sending: 'now' }, { ...(message.reply ? { reply: message.reply.id } : {}), ...(message.thread ? { thread: message.thread } : {}) })
}
