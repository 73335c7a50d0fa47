import { call } from './call'

/** Shows that the mail address of the password is one's own; an empty code gives the address up. */
export async function confirmPasswordMail(code: string): Promise<void> {
  await call(code ? { _: 'account.confirmPasswordEmail', code } : { _: 'account.cancelPasswordEmail' })
}
