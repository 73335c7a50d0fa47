import { Long } from '@mtcute/core'
import { call } from './call'

/** Signs one device out. */
export async function endSession(hash: string): Promise<void> {
  await call({ _: 'account.resetAuthorization', hash: Long.fromString(hash) })
}
