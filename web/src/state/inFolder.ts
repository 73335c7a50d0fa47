import type { Dialog, Folder } from '../model/model'
import { state } from './store'

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
