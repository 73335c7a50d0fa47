import type { Peer } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Takes somebody into one's address book. */
export async function addContact(peer: Peer): Promise<void> {
  takeUpdates(await call({
    _: 'contacts.addContact', id: await inputUser(peer.id), firstName: peer.firstName ?? peer.name, lastName: peer.lastName ?? '', phone: peer.phone ?? '',
  }))
}
