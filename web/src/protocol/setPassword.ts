import { call } from './call'
import { clientSoon } from './clientSoon'
import { passwordSettings } from './passwordSettings'

export interface NewPassword {
  /** Empty where there is none yet. */
  current: string
  /** Empty to have none. */
  password: string
  hint: string
  /** Where a code goes when the password is forgotten; empty for nowhere. */
  mail: string
}

/** Sets, changes or removes the two-step password. A `Trouble` of the kind `mailCode` says that a code went to the address. */
export async function setPassword({ current, password, hint, mail }: NewPassword): Promise<void> {
  const asked = await call({ _: 'account.getPassword' })
  const proof = asked.hasPassword ? await (await clientSoon()).computeSrpParams(asked, current) : ({ _: 'inputCheckPasswordEmpty' } as const)
  const newSettings = await passwordSettings(asked.newAlgo, password, hint)
  await call({ _: 'account.updatePasswordSettings', password: proof, newSettings: { ...newSettings, ...(mail ? { email: mail } : {}) } })
}
