import { call } from './call'
import { type Sent, toSent } from './toSent'

/** Asks for the code once more, by another way. */
export async function resendCode(phone: string, hash: string): Promise<Sent> {
  return toSent(await call({ _: 'auth.resendCode', phoneNumber: phone, phoneCodeHash: hash }))
}
