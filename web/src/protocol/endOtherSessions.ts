import { call } from './call'

/** Signs all devices out but this one. */
export async function endOtherSessions(): Promise<void> {
  await call({ _: 'auth.resetAuthorizations' })
}
