import type { Peer } from '../model/model'
import { call } from './call'
import { whoAmI } from './whoAmI'

/** Takes a username; an empty one gives it back. */
export async function updateUsername(username: string): Promise<Peer> {
  await call({ _: 'account.updateUsername', username })
  return whoAmI()
}
