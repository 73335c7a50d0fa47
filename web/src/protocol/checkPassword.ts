import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { session } from './session'
import { signedIn } from './signedIn'

/** Signs in with the two-step password. */
export async function checkPassword(password: string): Promise<Peer> {
  if (!session.client) throw new Trouble('noConnection')
  const asked = await call({ _: 'account.getPassword' })
  const proof = await session.client.computeSrpParams(asked, password)
  return signedIn(await call({ _: 'auth.checkPassword', password: proof }))
}
