import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { signedIn } from './signedIn'

export type Outcome = { kind: 'me'; me: Peer } | { kind: 'signUp' } | { kind: 'password' }

/** Signs in with the code; says what is asked for beside it. */
export async function signIn(phone: string, hash: string, code: string): Promise<Outcome> {
  try {
    const answer = await call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash: hash, phoneCode: code })
    if (answer._ === 'auth.authorizationSignUpRequired') return { kind: 'signUp' }
    return { kind: 'me', me: await signedIn(answer) }
  } catch (error) {
    if (error instanceof Trouble && error.reason === 'passwordNeeded') return { kind: 'password' }
    throw error
  }
}
