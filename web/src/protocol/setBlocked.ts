import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Blocks somebody, or no longer. */
export async function setBlocked(id: PeerId, blocked: boolean): Promise<void> {
  const peer = await inputPeer(id)
  await call(blocked ? { _: 'contacts.block', id: peer } : { _: 'contacts.unblock', id: peer })
}
