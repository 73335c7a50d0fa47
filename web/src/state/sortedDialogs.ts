import type { Dialog, Folder, PeerId } from '../model/model'
import { state } from './store'

/** The chats of a list in their order: those on top, then by what happened last. */
export function sortedDialogs(where: { archived: boolean } | { folder: Folder }): PeerId[] {
  const folder = 'folder' in where ? where.folder : undefined
  // A group that has become a supergroup goes on there.
  const here = Object.values(state.dialogs).filter(({ chat }) => !state.dialogs[state.peers[chat]?.movedTo ?? 0])
  const chosen = here.filter((dialog) =>
    folder ? inFolder(dialog, folder) : dialog.archived === (where as { archived: boolean }).archived,
  )
  const keyed = chosen.map((dialog) => ({ chat: dialog.chat, pin: pinOf(dialog, folder), date: dateOf(dialog) }))
  keyed.sort((one, two) => one.pin - two.pin || two.date - one.date || two.chat - one.chat)
  return keyed.map(({ chat }) => chat)
}

function pinOf(dialog: Dialog, folder: Folder | undefined): number {
  const place = folder ? folder.pinned.indexOf(dialog.chat) : (dialog.pin ?? Number.POSITIVE_INFINITY)
  return folder && place < 0 ? Number.POSITIVE_INFINITY : Math.min(place, 1e6)
}

export function dateOf(dialog: Dialog): number {
  return Math.max(state.tops[dialog.chat]?.date ?? 0, dialog.draft?.date ?? 0)
}

/** Whether a chat belongs to a folder by the folder's rules. */
export function inFolder(dialog: Dialog, folder: Folder): boolean {
  const { chat } = dialog
  if (folder.pinned.includes(chat) || folder.include.includes(chat)) return true
  if (folder.exclude.includes(chat)) return false
  if (folder.noArchived && dialog.archived) return false
  if (folder.noMuted && dialog.mutedUntil * 1000 > Date.now() && !dialog.mentions) return false
  if (folder.noRead && !dialog.unread && !dialog.marked) return false
  const peer = state.peers[chat]
  switch (peer?.kind) {
    case 'user':
      if (peer.bot) return folder.bots
      return peer.contact || peer.self ? folder.contacts : folder.others
    case 'channel':
      return folder.channels
    case 'group':
    case 'supergroup':
      return folder.groups
    default:
      return false
  }
}
