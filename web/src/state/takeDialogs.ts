import { batch } from 'solid-js'
import { reconcile } from 'solid-js/store'
import type { Dialog, Message } from '../model/model'
import { isLocal } from './isLocal'
import { setTop } from './setTop'
import { setState, state } from './store'

/** Takes chats and their newest messages into the store. */
export function takeDialogs(dialogs: readonly Dialog[], tops: readonly Message[]): void {
  batch(() => {
    for (const message of tops) {
      const known = state.tops[message.chat]
      if (!known || !isLocal(known.id)) setTop(message.chat, message)
    }
    for (const dialog of dialogs) setState('dialogs', dialog.chat, reconcile(dialog))
  })
}
