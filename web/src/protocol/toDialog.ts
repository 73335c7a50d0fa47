import type { tl } from '@mtcute/core'
import type { Dialog } from '../model/model'
import { peerId } from './peerId'
import { toDraft } from './toDraft'

/** A chat of the list; `pin` is its place among those on top. */
export function toDialog(raw: tl.RawDialog, pin: number): Dialog {
  const draft = toDraft(raw.draft)
  return {
    chat: peerId(raw.peer), top: raw.topMessage, unread: raw.unreadCount, mentions: raw.unreadMentionsCount,
    reactions: raw.unreadReactionsCount, marked: raw.unreadMark ?? false, readInbox: raw.readInboxMaxId,
    readOutbox: raw.readOutboxMaxId, archived: raw.folderId === 1, mutedUntil: raw.notifySettings.muteUntil ?? 0,
    ...(raw.pinned ? { pin } : {}),
    ...(draft ? { draft } : {}),
  }
}
