import { batch } from 'solid-js'
import { produce, unwrap } from 'solid-js/store'
import type { Message, PeerId } from '../model/model'
import { isLocal } from './isLocal'
import { merged } from './merged'
import { type History, setState, state } from './store'

/**
 * Puts fetched messages beside those that are there. `apart` says that they do not continue what is there, so that
 * takes their place; what only this device has stays at the end.
 */
export function takeHistory(chat: PeerId, messages: readonly Message[], edges: { apart?: boolean; start?: boolean; end?: boolean }): void {
  // A list that saw the history while it was still empty would take it for a chat without messages.
  batch(() => take(chat, messages, edges))
}

function take(chat: PeerId, messages: readonly Message[], edges: { apart?: boolean; start?: boolean; end?: boolean }): void {
  const ids = messages.map((message) => message.id).sort((one, two) => one - two)
  if (!state.histories[chat]) setState('histories', chat, { ids: [], messages: {}, start: false, end: false, fresh: false })
  setState('histories', chat, produce((history: History | undefined) => {
    if (!history) return
    // Thousands of ids: read past the store's watch.
    const known = unwrap(history.ids)
    const kept = edges.apart ? known.filter(isLocal) : known
    if (edges.apart) {
      const left: Record<number, Message> = {}
      for (const id of kept) left[id] = history.messages[id] as Message
      history.messages = left
      history.start = false
      history.end = false
    }
    for (const message of messages) history.messages[message.id] = message
    history.ids = merged(kept, ids)
    history.start = edges.start ?? history.start
    history.end = edges.end ?? history.end
    if (edges.apart) history.fresh = true
  }))
}
