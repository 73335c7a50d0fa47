import { produce } from 'solid-js/store'
import type { PeerId } from '../model/model'
import { setState } from './store'

/** Takes a chat out of the list, with what was shown of it. */
export function dropChat(chat: PeerId): void {
  setState(produce((all) => {
    delete all.dialogs[chat]
    delete all.tops[chat]
    delete all.histories[chat]
  }))
}
