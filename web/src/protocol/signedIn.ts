import type { tl } from '@mtcute/core'
import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { session } from './session'
import { toPeer } from './toPeer'

/** Takes the answer that lets one in; gives whoever is in now. */
export async function signedIn(authorization: tl.auth.TypeAuthorization): Promise<Peer> {
  const user = await session.client?.notifyLoggedIn(authorization)
  const peer = user && toPeer(user)
  if (!peer) throw new Trouble('server')
  session.me = peer.id
  return peer
}
