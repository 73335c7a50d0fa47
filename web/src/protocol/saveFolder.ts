import type { Folder, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Keeps a folder, a new one or a changed one. */
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
