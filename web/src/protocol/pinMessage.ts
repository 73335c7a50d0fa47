import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Pins a message, or no longer. */
export async function pinMessage(chat: PeerId, id: number, pinned: boolean, forBoth: boolean): Promise<void> {
  takeUpdates(await call({
    _: 'messages.updatePinnedMessage', peer: await inputPeer(chat), id, ...(pinned ? {} : { unpin: true }), ...(forBoth ? {} : { pmOneside: true }),
  }))
}
