import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { randomId } from './randomId'
import { takeUpdates } from './takeUpdates'

/** Sends messages on to another chat. */
export async function forwardMessages(from: PeerId, ids: number[], to: PeerId): Promise<void> {
  const now = Date.now()
  takeUpdates(await call({
    _: 'messages.forwardMessages', fromPeer: await inputPeer(from), toPeer: await inputPeer(to), id: ids,
    randomId: ids.map((_, index) => randomId(now * 128 + index)),
  }))
}
