import type { tl } from '@mtcute/core'
import type { Peer } from '../model/model'
import { call } from './call'
import { toPeer } from './toPeer'

/** Adds somebody by number; none if nobody here has it. */
export async function importContact(phone: string, firstName: string, lastName: string): Promise<Peer | undefined> {
  const answer = await call({
    _: 'contacts.importContacts', contacts: [{ _: 'inputPhoneContact', clientId: 0 as never, phone, firstName, lastName } as tl.RawInputPhoneContact],
  })
  const [user] = answer.users
  return user && toPeer(user)
}
