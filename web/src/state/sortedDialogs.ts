import type { Dialog, Folder, PeerId } from '../model/model'
import { state } from './store'
import { dateOf } from './dateOf'
import { inFolder } from './inFolder'

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
