import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Puts a chat into the archive, or back. */
export async function archiveChat(chat: PeerId, archived: boolean): Promise<void> {
  takeUpdates(await call({
    _: 'folders.editPeerFolders', folderPeers: [{ _: 'inputFolderPeer', peer: await inputPeer(chat), folderId: archived ? 1 : 0 }],
  }))
}
