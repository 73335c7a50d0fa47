import { forgetAccount } from './forgetAccount'
import { slotKey } from './slotKey'
import { dropKept } from './dropKept'
import { link } from './link'

/** Forgets whoever was signed in, and all that was kept of them here; the page begins anew. */
export async function forget(): Promise<void> {
  localStorage.removeItem(slotKey('merpati.account'))
  localStorage.removeItem(slotKey('merpati.fingerprint'))
  await dropKept().catch(() => {})
  await (await link()).dropSession(slotKey('merpati.session'))
  forgetAccount()
  location.replace('/')
}
