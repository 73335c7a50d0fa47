import { call } from './call'

/** Ends the session at the server. */
export async function logOut(): Promise<void> {
  await call({ _: 'auth.logOut' })
}
