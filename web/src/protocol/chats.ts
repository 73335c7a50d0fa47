/** What a person does with chats of the list. */
import type { tl } from '@mtcute/core'
import type { Folder, PeerId } from '../model/model'
import { call } from './call'
import { inputChannel, inputPeer, isChannel } from './inputPeer'
import { getMarkedPeerId } from '@mtcute/core'
import { session } from './session'
import { takePts, takeUpdates } from './taken'

const dialogPeer = async (chat: PeerId): Promise<tl.RawInputDialogPeer> => ({ _: 'inputDialogPeer', peer: await inputPeer(chat) })

export async function pinDialog(chat: PeerId, pinned: boolean): Promise<void> {
  await call({ _: 'messages.toggleDialogPin', peer: await dialogPeer(chat), pinned })
}

export async function markUnread(chat: PeerId, unread: boolean): Promise<void> {
  await call({ _: 'messages.markDialogUnread', peer: await dialogPeer(chat), unread })
}

export async function muteChat(chat: PeerId, until: number): Promise<void> {
  await call({
    _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer: await inputPeer(chat) },
    settings: { _: 'inputPeerNotifySettings', muteUntil: until },
  })
}

export async function archiveChat(chat: PeerId, archived: boolean): Promise<void> {
  takeUpdates(await call({
    _: 'folders.editPeerFolders', folderPeers: [{ _: 'inputFolderPeer', peer: await inputPeer(chat), folderId: archived ? 1 : 0 }],
  }))
}

export async function deleteHistory(chat: PeerId, forBoth: boolean, onlyClear: boolean): Promise<void> {
  for (;;) {
    const answer = await call({
      _: 'messages.deleteHistory', peer: await inputPeer(chat), maxId: 0, ...(forBoth ? { revoke: true } : {}), ...(onlyClear ? { justClear: true } : {}),
    })
    takePts(answer.pts, answer.ptsCount)
    if (!answer.offset) return
  }
}

export async function leaveChat(chat: PeerId): Promise<void> {
  if (isChannel(chat)) takeUpdates(await call({ _: 'channels.leaveChannel', channel: await inputChannel(chat) }))
  else takeUpdates(await call({ _: 'messages.deleteChatUser', chatId: -chat, userId: { _: 'inputUserSelf' } }))
}

export async function getFolders(): Promise<Folder[]> {
  const answer = await call({ _: 'messages.getDialogFilters' })
  return answer.filters.flatMap((one) => (one._ === 'dialogFilter' ? [toFolder(one)] : []))
}

function toFolder(raw: tl.RawDialogFilter): Folder {
  const ids = (peers: tl.TypeInputPeer[]) =>
    peers.flatMap((peer) => (peer._ === 'inputPeerSelf' ? [session.me] : peer._ === 'inputPeerEmpty' ? [] : [getMarkedPeerId(peer)]))
  return {
    id: raw.id, title: raw.title.text, pinned: ids(raw.pinnedPeers), include: ids(raw.includePeers), exclude: ids(raw.excludePeers),
    contacts: raw.contacts ?? false, others: raw.nonContacts ?? false, groups: raw.groups ?? false, channels: raw.broadcasts ?? false,
    bots: raw.bots ?? false, noMuted: raw.excludeMuted ?? false, noRead: raw.excludeRead ?? false, noArchived: raw.excludeArchived ?? false,
    ...(raw.emoticon ? { emoji: raw.emoticon } : {}),
  }
}

export async function saveFolder(folder: Folder): Promise<void> {
  const peers = (ids: PeerId[]) => Promise.all(ids.map(inputPeer))
  await call({
    _: 'messages.updateDialogFilter', id: folder.id,
    filter: {
      _: 'dialogFilter', id: folder.id, title: { _: 'textWithEntities', text: folder.title, entities: [] }, pinnedPeers: await peers(folder.pinned),
      includePeers: await peers(folder.include), excludePeers: await peers(folder.exclude), contacts: folder.contacts,
      nonContacts: folder.others, groups: folder.groups, broadcasts: folder.channels, bots: folder.bots,
      excludeMuted: folder.noMuted, excludeRead: folder.noRead, excludeArchived: folder.noArchived,
      ...(folder.emoji ? { emoticon: folder.emoji } : {}),
    },
  })
}

export async function deleteFolder(id: number): Promise<void> {
  await call({ _: 'messages.updateDialogFilter', id })
}
