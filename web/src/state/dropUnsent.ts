import { produce } from 'solid-js/store'
import type { Message } from '../model/model'
import { uploads } from './uploads'
import { refreshChat } from './refreshChat'
import { type History, setState } from './store'
import { placesOf } from './placesOf'

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
