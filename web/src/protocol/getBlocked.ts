import type { PeerId } from '../model/model'
import { call } from './call'
import { peerId } from './peerId'

/** Who is blocked. */
export async function getBlocked(): Promise<PeerId[]> {
  const answer = await call({ _: 'contacts.getBlocked', offset: 0, limit: 100 })
  return answer.blocked.map((one) => peerId(one.peerId))
}
