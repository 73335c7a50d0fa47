import type { PeerId, Permissions } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { inputPeer } from './inputPeer'
import { fromPermissions } from './fromPermissions'
import { takeUpdates } from './takeUpdates'

/** Takes permissions from one member; with all of them given, nothing is taken, and who was removed may come back. */
export async function restrictMember(chat: PeerId, user: PeerId, permissions: Permissions): Promise<void> {
  takeUpdates(await call({
    _: 'channels.editBanned', channel: await inputChannel(chat), participant: await inputPeer(user), bannedRights: fromPermissions(permissions),
  }))
}
