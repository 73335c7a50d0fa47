import type { PrivacyKey, PrivacyRules } from '../model/model'
import { call } from './call'
import { privacyKeys } from './privacyKeys'
import { toRules } from './toRules'

/** Who may see or do one thing. */
export async function getPrivacy(key: PrivacyKey): Promise<PrivacyRules> {
  return toRules((await call({ _: 'account.getPrivacy', key: privacyKeys[key] })).rules)
}
