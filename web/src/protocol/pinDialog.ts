import type { PeerId } from '../model/model'
import { call } from './call'
import { dialogPeer } from './dialogPeer'

/** Puts a chat on top of the list, or takes it down. */
export async function pinDialog(chat: PeerId, pinned: boolean): Promise<void> {
  await call({ _: 'messages.toggleDialogPin', peer: await dialogPeer(chat), pinned })
}
