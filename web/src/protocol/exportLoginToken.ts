import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { signedIn } from './signedIn'

/** A code that another device accepts; or whoever it has accepted. */
export async function exportLoginToken(): Promise<{ url: string; seconds: number } | { me: Peer }> {
  const answer = await call({ _: 'auth.exportLoginToken', apiId: 1, apiHash: '0123456789abcdef0123456789abcdef', exceptIds: [] })
  if (answer._ === 'auth.loginTokenSuccess') return { me: await signedIn(answer.authorization) }
  if (answer._ !== 'auth.loginToken') throw new Trouble('notServed')
  const token = btoa(String.fromCharCode(...answer.token)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return { url: `tg://login?token=${token}`, seconds: answer.expires - Date.now() / 1000 }
}
