import type { Message, PeerId } from '../model/model'
import { state } from './store'
import { placesOf } from './placesOf'

/** A message wherever it is shown. */
export function messageAt(chat: PeerId, id: number): Message | undefined {
  for (const place of placesOf(chat)) {
    const found = state.histories[place]?.messages[id]
    if (found) return found
  }
  return undefined
}
