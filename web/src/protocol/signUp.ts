import type { Peer } from '../model/model'
import { call } from './call'
import { signedIn } from './signedIn'

/** Makes an account for a number whose code was right. */
export async function signUp(phone: string, hash: string, firstName: string, lastName: string): Promise<Peer> {
  return signedIn(await call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash: hash, firstName, lastName }))
}
