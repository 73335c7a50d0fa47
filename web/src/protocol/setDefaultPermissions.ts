import type { PeerId, Permissions } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { fromPermissions } from './fromPermissions'
import { takeUpdates } from './takeUpdates'

/** Changes what every member may do. */
export async function setDefaultPermissions(chat: PeerId, permissions: Permissions): Promise<void> {
  takeUpdates(await call({ _: 'messages.editChatDefaultBannedRights', peer: await inputPeer(chat), bannedRights: fromPermissions(permissions) }))
}
