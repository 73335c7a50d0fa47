import type { PeerId } from '../model/model'
import { call } from './call'
import { dialogPeer } from './dialogPeer'

/** Marks a chat as unread, or takes the mark away. */
export async function markUnread(chat: PeerId, unread: boolean): Promise<void> {
  await call({ _: 'messages.markDialogUnread', peer: await dialogPeer(chat), unread })
}
