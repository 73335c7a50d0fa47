import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { session } from './session'
import { toPeer } from './toPeer'

export async function whoAmI(): Promise<Peer> {
  const [user] = await call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
  if (user?._ !== 'user') throw new Trouble('signedOut')
  session.me = user.id
  await session.client?.notifyLoggedIn(user)
  const peer = toPeer(user)
  if (!peer) throw new Trouble('signedOut')
  return peer
}
