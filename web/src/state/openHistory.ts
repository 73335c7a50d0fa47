import type { PeerId } from '../model/model'
import { loadHistory } from './loadHistory'
import { loadPinned } from './loadPinned'
import { state } from './store'

/** Sees to it that a chat that is opened shows what the server has: from the first unread message, if there is one. */
export async function openHistory(chat: PeerId): Promise<void> {
  const history = state.histories[chat]
  const dialog = state.dialogs[chat]
  if (!history?.fresh || !history.ids.length) {
    const reachable = dialog && dialog.unread > 20 && dialog.readInbox > 0
    await loadHistory(chat, reachable ? { around: dialog.readInbox } : 'newest')
  }
  if (!state.pinned[chat]) await loadPinned(chat)
}
