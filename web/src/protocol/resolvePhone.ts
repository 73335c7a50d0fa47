import type { Peer } from '../model/model'
import { call } from './call'
import { foundPeer } from './foundPeer'

/** Whoever has this number, where one may find them by it. */
export async function resolvePhone(phone: string): Promise<Peer> {
  const answer = await call({ _: 'contacts.resolvePhone', phone: phone.replace(/\D/g, '') })
  return foundPeer(answer, answer.peer)
}
