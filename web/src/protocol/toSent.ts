import type { tl } from '@mtcute/core'
import { Trouble } from '../model/trouble'

export interface Sent {
  hash: string
  by: 'app' | 'sms' | 'mail' | 'other'
  address?: string
  length: number
  /** Seconds until the code may be asked for again. */
  again: number
}

/** By which way a code went, from what the server tells. */
export function toSent(sent: tl.auth.TypeSentCode): Sent {
  if (sent._ !== 'auth.sentCode') throw new Trouble('notServed')
  const { type } = sent
  const again = sent.timeout ?? 30
  const hash = sent.phoneCodeHash
  if (type._ === 'auth.sentCodeTypeApp') return { hash, by: 'app', length: type.length, again }
  if (type._ === 'auth.sentCodeTypeEmailCode') return { hash, by: 'mail', address: type.emailPattern, length: type.length, again }
  if (type._ === 'auth.sentCodeTypeSms') return { hash, by: 'other', length: type.length, again }
  return { hash, by: 'other', length: 5, again }
}
