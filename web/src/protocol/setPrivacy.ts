import type { tl } from '@mtcute/core'
import type { PrivacyKey, PrivacyRules } from '../model/model'
import { call } from './call'
import { inputUser } from './inputUser'
import { privacyKeys } from './privacyKeys'
import { toRules } from './toRules'

/** Changes who may. Exceptions for the members of groups, which no screen shows, stay as they are. */
export async function setPrivacy(key: PrivacyKey, { rule, always, never }: PrivacyRules): Promise<PrivacyRules> {
  const { rules } = await call({ _: 'account.getPrivacy', key: privacyKeys[key] })
  const kept = rules.flatMap((one): tl.TypeInputPrivacyRule[] => {
    if (one._ === 'privacyValueAllowChatParticipants') return [{ _: 'inputPrivacyValueAllowChatParticipants', chats: one.chats }]
    if (one._ === 'privacyValueDisallowChatParticipants') return [{ _: 'inputPrivacyValueDisallowChatParticipants', chats: one.chats }]
    return one._ === 'privacyValueAllowCloseFriends' ? [{ _: 'inputPrivacyValueAllowCloseFriends' }] : []
  })
  const people = (ids: readonly number[]) => Promise.all(ids.map(inputUser))
  const wanted: tl.TypeInputPrivacyRule[] = [
    ...(always.length ? [{ _: 'inputPrivacyValueAllowUsers' as const, users: await people(always) }] : []),
    ...(never.length ? [{ _: 'inputPrivacyValueDisallowUsers' as const, users: await people(never) }] : []),
    ...kept,
    rule === 'everybody' ? { _: 'inputPrivacyValueAllowAll' } : rule === 'contacts' ? { _: 'inputPrivacyValueAllowContacts' } : { _: 'inputPrivacyValueDisallowAll' },
  ]
  return toRules((await call({ _: 'account.setPrivacy', key: privacyKeys[key], rules: wanted })).rules)
}
