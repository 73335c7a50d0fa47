import { state } from './store'

/** How many messages wait in chats that are not muted. */
export function unreadTotal(): number {
  let total = 0
  for (const dialog of Object.values(state.dialogs)) {
    if (!dialog.archived && dialog.mutedUntil * 1000 < Date.now()) total += dialog.unread
  }
  return total
}
