/** What a person does with a chat as a whole. The page shows it at once and takes it back if the server refuses. */
import type { Dialog, PeerId } from '../model/model'
import { apply } from './apply'
import { dropChat } from './dropChat'
import { link } from './link'
import { refreshChat } from './refreshChat'
import { setState, state } from './store'

/** Seconds since 1970 that never come. */
const FOREVER = 2 ** 31 - 1

async function orBack(chat: PeerId, work: () => Promise<unknown>): Promise<void> {
  const before = state.dialogs[chat] && { ...state.dialogs[chat] }
  try {
    await work()
  } catch (error) {
    if (before) setState('dialogs', chat, before as Dialog)
    throw error
  }
}

export async function pinDialog(chat: PeerId, pinned: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    apply({ kind: 'pinnedDialog', chat, pinned })
    return protocol.pinDialog(chat, pinned)
  })
}

export async function setRead(chat: PeerId, read: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, async () => {
    const dialog = state.dialogs[chat]
    if (read) {
      const top = state.tops[chat]?.id ?? 0
      if (dialog?.marked) await protocol.markUnread(chat, false)
      if (dialog?.unread) await protocol.readHistory(chat, top)
      apply({ kind: 'readInbox', chat, upTo: top, unread: 0 })
      apply({ kind: 'marked', chat, marked: false })
    } else {
      apply({ kind: 'marked', chat, marked: true })
      await protocol.markUnread(chat, true)
    }
  })
}

/** Silences a chat for some seconds, for good, or no longer. */
export async function mute(chat: PeerId, muted: boolean | number): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    const until = typeof muted === 'number' ? Math.floor(Date.now() / 1000) + muted : muted ? FOREVER : 0
    apply({ kind: 'muted', chat, until })
    return protocol.muteChat(chat, until)
  })
}

export async function archive(chat: PeerId, archived: boolean): Promise<void> {
  const protocol = await link()
  await orBack(chat, () => {
    apply({ kind: 'archived', chats: [{ chat, archived }] })
    return protocol.archiveChat(chat, archived)
  })
}

export async function deleteHistory(chat: PeerId, forBoth: boolean, onlyClear: boolean): Promise<void> {
  const protocol = await link()
  await protocol.deleteHistory(chat, forBoth, onlyClear)
  setState('histories', chat, undefined)
  if (onlyClear) await refreshChat(chat)
  else dropChat(chat)
}

export async function leave(chat: PeerId): Promise<void> {
  const protocol = await link()
  await protocol.leaveChat(chat)
  dropChat(chat)
}
