import type { PeerId } from '../model/model'
import { loadHistory } from './loadHistory'
import { loadPinned } from './loadPinned'
import { state } from './store'

/** Sees to it that a chat that is opened shows what the server has: from the first unread message, if there is one. */
export async function openHistory(chat: PeerId): Promise<void> {
  const history = state.histories[chat]
  const dialog = state.dialogs[chat]
  if (!history?.fresh || !history.ids.length) {
    // Of a chat in which nothing was read yet the first message of all is the first unread one.
    await loadHistory(chat, dialog && dialog.unread > 20 ? { around: Math.max(1, dialog.readInbox) } : 'newest')
  }
  if (!state.pinned[chat]) await loadPinned(chat)
}
