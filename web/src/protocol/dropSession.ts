import { session } from './session'

/** Forgets the session here. */
export async function dropSession(database: string): Promise<void> {
  const { client } = session
  session.client = undefined
  session.tell = () => {}
  await client?.destroy().catch(() => {})
  indexedDB.deleteDatabase(database)
}
