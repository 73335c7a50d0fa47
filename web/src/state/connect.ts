import { slotKey } from './slotKey'
import { link } from './link'
import { enter } from './enter'
import { explain } from './explain'
import { happened } from './happened'
import { connectionNow } from './connectionNow'
import { pause } from './pause'
import { setState } from './store'
import { toast } from './toast'

/** What `/.well-known/merpati.json` tells. */
export interface Known {
  dc: number
  port: number
  address: string
  public_key: string
  fingerprint: string
}

const KEY_OF_SERVER = 'merpati.fingerprint'

/** Connects; goes on trying while there is no network. */
export async function connect(): Promise<void> {
  let said = ''
  for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
    try {
      const known = await serverKey()
      const before = localStorage.getItem(slotKey(KEY_OF_SERVER))
      if (before && before !== known.fingerprint && localStorage.getItem(slotKey('merpati.account'))) {
        setState('phase', 'keyChanged')
        return
      }
      const protocol = await link()
      const me = await protocol.start({ known, tell: happened, database: slotKey('merpati.session'), wasSignedIn: Boolean(localStorage.getItem(slotKey('merpati.account'))) })
      localStorage.setItem(slotKey(KEY_OF_SERVER), known.fingerprint)
      if (me) await enter(me)
      else setState('phase', 'signedOut')
      return
    } catch (error) {
      // What stays wrong is said once, not at each try.
      const sentence = error instanceof TypeError ? said : explain(error)
      if (sentence !== said) toast(sentence)
      said = sentence
      setState('connection', connectionNow('connecting'))
      await pause(wait)
    }
  }
}

async function serverKey(): Promise<Known> {
  const response = await fetch('/.well-known/merpati.json', { cache: 'no-store' })
  if (!response.ok) throw new TypeError(`the server answered ${response.status}`)
  return (await response.json()) as Known
}
