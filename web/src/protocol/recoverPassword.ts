import type { Peer } from '../model/model'
import { call } from './call'
import { passwordSettings } from './passwordSettings'
import { signedIn } from './signedIn'

/** Signs in with the code that went by mail, and sets a new password; an empty one leaves the account with none. */
export async function recoverPassword(code: string, password: string): Promise<Peer> {
  const asked = await call({ _: 'account.getPassword' })
  return signedIn(await call({
    _: 'auth.recoverPassword', code, ...(password ? { newSettings: await passwordSettings(asked.newAlgo, password, '') } : {}),
  }))
}
