import { produce } from 'solid-js/store'
import type { Message, PeerId } from '../model/model'
import { setState } from './store'

/**
 * Sets the newest message of a chat. It is a copy, put in the other's place: the store merges what is set, and would
 * write over a message that the history shows as well.
 */
export function setTop(chat: PeerId, message: Message | undefined): void {
  setState('tops', produce((tops: Record<PeerId, Message | undefined>) => {
    if (message) tops[chat] = { ...message, entities: [...message.entities], reactions: [...message.reactions] }
    else delete tops[chat]
  }))
}
