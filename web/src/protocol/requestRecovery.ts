import { call } from './call'

/** Has a code sent to the mail address of a forgotten password; gives the address, with most of it hidden. */
export async function requestRecovery(): Promise<string> {
  return (await call({ _: 'auth.requestPasswordRecovery' })).emailPattern
}
