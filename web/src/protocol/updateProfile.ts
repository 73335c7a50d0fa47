import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { whoAmI } from './whoAmI'
import { toPeer } from './toPeer'

/** Changes one's own name and what one says about oneself. */
export async function updateProfile(firstName: string, lastName: string, about: string): Promise<Peer> {
  const user = await call({ _: 'account.updateProfile', firstName, lastName, about })
  const peer = toPeer(user)
  if (!peer) throw new Trouble('server')
  return whoAmI()
}
