import { call } from './call'

/** Whether a username is free; a `Trouble` says why it cannot be. */
export async function checkUsername(username: string): Promise<boolean> {
  return call({ _: 'account.checkUsername', username })
}
