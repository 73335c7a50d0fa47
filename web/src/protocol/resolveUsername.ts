import type { Peer } from '../model/model'
import { call } from './call'
import { foundPeer } from './foundPeer'

/** Whoever has this username. */
export async function resolveUsername(username: string): Promise<Peer> {
  const answer = await call({ _: 'contacts.resolveUsername', username: username.replace(/^@/, '') })
  return foundPeer(answer, answer.peer)
}
