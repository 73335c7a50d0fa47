import type { PeerId } from '../model/model'
import { link } from './link'
import { setState, state } from './store'

/** Fetches the pinned messages of a chat that is or was open. */
export async function loadPinned(chat: PeerId): Promise<void> {
  if (!state.histories[chat]) return
  const protocol = await link()
  const found = await protocol.searchChat({ chat, only: 'pinned', limit: 50 })
  setState('pinned', chat, found.messages)
}
