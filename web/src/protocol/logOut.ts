import { call } from './call'
import { session } from './session'

/** Ends the session at the server. */
export async function logOut(): Promise<void> {
  await call({ _: 'auth.logOut' })
}

/** Forgets the session here. */
export async function dropSession(database: string): Promise<void> {
  const { client } = session
  session.client = undefined
  session.tell = () => {}
  await client?.destroy().catch(() => {})
  indexedDB.deleteDatabase(database)
}
