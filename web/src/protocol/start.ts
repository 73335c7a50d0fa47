import { BaseTelegramClient, IdbStorage, WebCryptoProvider } from '@mtcute/web'
import { addPublicKey } from '@mtcute/core/utils.js'
import wasmUrl from '@mtcute/wasm/mtcute.wasm?url'
import type { Happening, Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { setClient } from './setClient'
import { handleUpdate } from './handleUpdate'
import { session } from './session'
import { tellPeers } from './tellPeers'
import { transport } from './transport'
import { whoAmI } from './whoAmI'

export interface StartOptions {
  known: { dc: number; address: string; port: number; public_key: string }
  tell: (happening: Happening) => void
  /** Where the session is kept. */
  database: string
  wasSignedIn: boolean
}

/** How often what happens in a channel is asked for that one only looks at. */
const WATCH_SECONDS = 4

/** An app's own number at Telegram's servers; a server of one's own takes any. */
const API_ID = 1
const API_HASH = '0123456789abcdef0123456789abcdef'

/** Connects to the page's server. Gives whoever is signed in here, if somebody is. */
export async function start({ known, tell, database, wasSignedIn }: StartOptions): Promise<Peer | undefined> {
  session.tell = tell
  if (!session.client) {
    const crypto = new WebCryptoProvider({ wasmInput: wasmUrl })
    await crypto.initialize()
    addPublicKey(crypto, known.public_key)
    const dc = { id: known.dc, ipAddress: known.address, port: known.port }
    const client = new BaseTelegramClient({
      apiId: API_ID,
      apiHash: API_HASH,
      crypto,
      storage: new IdbStorage(database),
      transport: transport(),
      defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
      initConnectionOptions: { deviceModel: browserName(), systemVersion: systemName(), appVersion: 'Merpati Web', langCode: document.documentElement.lang },
      updates: { messageGroupingInterval: 0, overrideOpenChatTimeout: () => WATCH_SECONDS } as Record<string, unknown>,
      logLevel: Number(localStorage.getItem('merpati.log') ?? 1),
    })
    client.onRawUpdate.add(handleUpdate)
    client.onServerUpdate.add(tellPeers)
    // Whoever is not signed in hears of one thing only, and the library keeps that back until somebody is.
    client.onServerUpdate.add((updates) => {
      const all = updates._ === 'updateShort' ? [updates.update] : 'updates' in updates ? updates.updates : []
      if (!session.me && all.some((one) => one._ === 'updateLoginToken')) session.tell({ kind: 'tokenAccepted' })
    })
    client.onConnectionState.add((connection) => session.tell({ kind: 'connection', connection }))
    client.onError.add((error) => {
      if (/AUTH_KEY_UNREGISTERED|SESSION_REVOKED/.test(error.message)) session.tell({ kind: 'signedOut' })
    })
    setClient(client)
  }
  await session.client?.connect()
  if (!wasSignedIn) return undefined
  try {
    return await whoAmI()
  } catch (error) {
    if (error instanceof Trouble && error.reason === 'signedOut') {
      session.tell({ kind: 'signedOut' })
      return undefined
    }
    throw error
  }
}

function browserName(): string {
  const brands = (navigator as Navigator & { userAgentData?: { brands: { brand: string }[] } }).userAgentData?.brands
  const brand = brands?.map((one) => one.brand).find((one) => !/not/i.test(one) && one !== 'Chromium')
  if (brand) return brand
  return ['Firefox', 'Edg', 'Chrome', 'Safari'].find((name) => navigator.userAgent.includes(name)) ?? 'Browser'
}

function systemName(): string {
  return ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'].find((name) => navigator.userAgent.includes(name)) ?? 'Web'
}
