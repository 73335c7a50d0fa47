import { call } from './call'

/** What reminds of the two-step password. */
export async function passwordHint(): Promise<string> {
  return (await call({ _: 'account.getPassword' })).hint ?? ''
}
