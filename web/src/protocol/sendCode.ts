import { call } from './call'
import { type Sent, toSent } from './toSent'

/** Asks for a login code. */
export async function sendCode(phone: string): Promise<Sent> {
  return toSent(await call({
    _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: '0123456789abcdef0123456789abcdef', settings: { _: 'codeSettings' },
  }))
}
