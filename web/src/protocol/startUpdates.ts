import { session } from './session'

/** From now on what happens on the server is told. */
export async function startUpdates(): Promise<void> {
  await session.client?.startUpdatesLoop()
}
