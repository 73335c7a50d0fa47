import type { tl } from '@mtcute/core'
import { Trouble } from '../model/trouble'
import { clientSoon } from './clientSoon'

/** What makes `password` the two-step password from now on; an empty one makes it none. */
export async function passwordSettings(newAlgo: tl.TypePasswordKdfAlgo, password: string, hint: string): Promise<tl.account.RawPasswordInputSettings> {
  if (!password) return { _: 'account.passwordInputSettings', newAlgo: { _: 'passwordKdfAlgoUnknown' }, newPasswordHash: new Uint8Array(), hint: '' }
  if (newAlgo._ === 'passwordKdfAlgoUnknown') throw new Trouble('otherVersion')
  const newPasswordHash = await (await clientSoon()).computeNewPasswordHash(newAlgo, password)
  return { _: 'account.passwordInputSettings', newAlgo, newPasswordHash, hint }
}
