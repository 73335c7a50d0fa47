import type { Message, PeerId } from '../model/model'
import { LOCAL_IDS } from './isLocal'
import { state } from './store'

let last = LOCAL_IDS

/** A message that only this device has so far. */
export function localMessage(chat: PeerId, parts: Partial<Message>): Message {
  last = Math.max(last + 1, LOCAL_IDS + Date.now())
  return {
    id: last, chat, from: state.me, out: true, date: Math.floor(Date.now() / 1000), text: '', entities: [], reactions: [],
    sending: 'now', ...parts,
  }
}
