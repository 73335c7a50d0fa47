import type { Peer } from '../model/model'
import { rememberAccount } from './rememberAccount'
import { slotKey } from './slotKey'
import { apply } from './apply'
import { keepPresence } from './keepPresence'
import { keepSoon } from './keepSoon'
import { link } from './link'
import { loadDialogs } from './loadDialogs'
import { loadFolders } from './loadFolders'
import { setState } from './store'

/** Somebody is signed in: the chats are fetched. */
export async function enter(me: Peer): Promise<void> {
  localStorage.setItem(slotKey('merpati.account'), String(me.id))
  rememberAccount(me.id, me.name)
  apply({ kind: 'peers', peers: [me] })
  setState({ phase: 'signedIn', me: me.id })
  const protocol = await link()
  await protocol.startUpdates()
  await loadDialogs()
  setState('listed', true)
  keepPresence()
  keepSoon()
  void protocol.served().then((served) => setState('served', served)).catch(() => {})
  // Folders are many servers' least part; the list stands without them.
  await loadFolders().catch(() => {})
  setTimeout(() => void protocol.getContacts().catch(() => {}), 1000)
}
