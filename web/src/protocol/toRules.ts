import type { tl } from '@mtcute/core'
import type { PrivacyRules } from '../model/model'

/** Who may, from what the server tells. */
export function toRules(rules: readonly tl.TypePrivacyRule[]): PrivacyRules {
  const has = (name: tl.TypePrivacyRule['_']) => rules.some((rule) => rule._ === name)
  return {
    rule: has('privacyValueAllowAll') ? 'everybody' : has('privacyValueAllowContacts') ? 'contacts' : 'nobody',
    always: rules.flatMap((rule) => (rule._ === 'privacyValueAllowUsers' ? rule.users : [])),
    never: rules.flatMap((rule) => (rule._ === 'privacyValueDisallowUsers' ? rule.users : [])),
  }
}
