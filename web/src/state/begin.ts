import { languageReady } from '../text/languageReady'
import { slotKey } from './slotKey'
import { connectionNow } from './connectionNow'
import { watchNetwork } from './watchNetwork'
import { restore } from './restore'
import { setState } from './store'
import { connect } from './connect'

/** From an opened page to a list of chats or to the form for signing in. */
export async function begin(): Promise<void> {
  await languageReady
  if (!globalThis.crypto?.subtle) {
    setState('phase', 'needsHttps')
    return
  }
  setState('connection', connectionNow('connecting'))
  watchNetwork((connection) => setState('connection', connection))
  const was = localStorage.getItem(slotKey('merpati.account'))
  if (was) {
    setState({ phase: 'signedIn', me: Number(was) })
    await restore()
  } else {
    // The form can be used while the rest is on its way.
    setState('phase', 'signedOut')
  }
  await connect()
}
