import { call } from './call'

/** What is known of the account's two-step password. */
export interface PasswordInfo {
  has: boolean
  hint: string
  /** Whether a forgotten one can be replaced by mail. */
  hasMail: boolean
  /** The address that waits for its code, with most of it hidden. */
  unconfirmed?: string
}

export async function getPasswordInfo(): Promise<PasswordInfo> {
  const asked = await call({ _: 'account.getPassword' })
  return {
    has: asked.hasPassword ?? false, hint: asked.hint ?? '', hasMail: asked.hasRecovery ?? false,
    ...(asked.emailUnconfirmedPattern ? { unconfirmed: asked.emailUnconfirmedPattern } : {}),
  }
}
