import { produce } from 'solid-js/store'
import type { Message } from '../model/model'
import { deliver } from './deliver'
import { deliverFile } from './sendFiles'
import { uploads } from './uploads'
import { refreshChat } from './refreshChat'
import { type History, setState } from './store'
import { placesOf, setMessage } from './thread'

/** Sends a message that failed once more. */
export function retrySend(message: Message): void {
  setMessage(message, { sending: 'now', failure: undefined })
  if (uploads.has(message.id)) void deliverFile({ ...message, sending: 'now' })
  else void deliver({ ...message, sending: 'now' }, { ...(message.reply ? { reply: message.reply.id } : {}), ...(message.thread ? { thread: message.thread } : {}) })
}

/** Gives up a message that was not sent. */
export function dropUnsent(message: Message): void {
  uploads.delete(message.id)
  for (const place of placesOf(message.chat)) {
    setState('histories', place, produce((history: History | undefined) => {
      if (!history) return
      history.ids = history.ids.filter((id) => id !== message.id)
      delete history.messages[message.id]
    }))
  }
  void refreshChat(message.chat).catch(() => {})
}
