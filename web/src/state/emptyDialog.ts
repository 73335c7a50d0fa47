import type { Dialog, PeerId } from '../model/model'

/** A chat that has nothing yet. */
export const emptyDialog = (chat: PeerId): Dialog => ({
  chat, top: 0, unread: 0, mentions: 0, reactions: 0, marked: false, readInbox: 0, readOutbox: 0, archived: false,
  mutedUntil: 0,
})
