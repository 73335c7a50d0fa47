import type { PeerId } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Takes somebody out of one's address book. */
export async function deleteContact(id: PeerId): Promise<void> {
  takeUpdates(await call({ _: 'contacts.deleteContacts', id: [await inputUser(id)] }))
}
