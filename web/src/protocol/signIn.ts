import type { tl } from '@mtcute/core'
import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { session } from './session'
import { toPeer } from './toPeer'

export interface Sent {
  hash: string
  by: 'app' | 'sms' | 'mail' | 'other'
  address?: string
  length: number
  /** Seconds until the code may be asked for again. */
  again: number
}

export async function sendCode(phone: string): Promise<Sent> {
  return toSent(await call({
    _: 'auth.sendCode', phoneNumber: phone, apiId: 1, apiHash: '0123456789abcdef0123456789abcdef', settings: { _: 'codeSettings' },
  }))
}

export async function resendCode(phone: string, hash: string): Promise<Sent> {
  return toSent(await call({ _: 'auth.resendCode', phoneNumber: phone, phoneCodeHash: hash }))
}

function toSent(sent: tl.auth.TypeSentCode): Sent {
  if (sent._ !== 'auth.sentCode') throw new Trouble('notServed')
  const { type } = sent
  const again = sent.timeout ?? 30
  const hash = sent.phoneCodeHash
  if (type._ === 'auth.sentCodeTypeApp') return { hash, by: 'app', length: type.length, again }
  if (type._ === 'auth.sentCodeTypeEmailCode') return { hash, by: 'mail', address: type.emailPattern, length: type.length, again }
  if (type._ === 'auth.sentCodeTypeSms') return { hash, by: 'other', length: type.length, again }
  return { hash, by: 'other', length: 5, again }
}

export type Outcome = { kind: 'me'; me: Peer } | { kind: 'signUp' } | { kind: 'password' }

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

export async function signUp(phone: string, hash: string, firstName: string, lastName: string): Promise<Peer> {
  return signedIn(await call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash: hash, firstName, lastName }))
}

export async function passwordHint(): Promise<string> {
  return (await call({ _: 'account.getPassword' })).hint ?? ''
}

export async function checkPassword(password: string): Promise<Peer> {
  if (!session.client) throw new Trouble('noConnection')
  const asked = await call({ _: 'account.getPassword' })
  const proof = await session.client.computeSrpParams(asked, password)
  return signedIn(await call({ _: 'auth.checkPassword', password: proof }))
}

export async function signedIn(authorization: tl.auth.TypeAuthorization): Promise<Peer> {
  const user = await session.client?.notifyLoggedIn(authorization)
  const peer = user && toPeer(user)
  if (!peer) throw new Trouble('server')
  session.me = peer.id
  return peer
}
