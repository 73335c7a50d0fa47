import type { tl } from '@mtcute/core'
import type { Peer } from '../model/model'
import { call } from './call'
import { toPeer } from './toPeer'

/** The people in one's address book. */
export async function getContacts(): Promise<Peer[]> {
  const answer = await call({ _: 'contacts.getContacts', hash: 0 as never } as tl.contacts.RawGetContactsRequest)
  return answer._ === 'contacts.contacts' ? answer.users.flatMap((user) => toPeer(user) ?? []) : []
}
