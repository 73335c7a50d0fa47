import type { tl } from '@mtcute/core'
import type { Dialog, Draft } from '../model/model'
import { peerId } from './peerId'

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

export function toDraft(raw: tl.TypeDraftMessage | undefined): Draft | undefined {
  if (raw?._ !== 'draftMessage') return undefined
  const reply = raw.replyTo?._ === 'inputReplyToMessage' ? raw.replyTo.replyToMsgId : undefined
  if (!raw.message && !reply) return undefined
  return { text: raw.message, date: raw.date, ...(reply ? { reply } : {}) }
}
