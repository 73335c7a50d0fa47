/** The account's own settings. */
import { Long, type tl } from '@mtcute/core'
import type { Peer, PrivacyKey, PrivacyRules, Session } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { inputUser } from './inputPeer'
import { whoAmI } from './start'
import { toPeer } from './toPeer'

export async function setPresence(online: boolean): Promise<void> {
  await call({ _: 'account.updateStatus', offline: !online })
}

export async function updateProfile(firstName: string, lastName: string, about: string): Promise<Peer> {
  const user = await call({ _: 'account.updateProfile', firstName, lastName, about })
  const peer = toPeer(user)
  if (!peer) throw new Trouble('server')
  return whoAmI()
}

export async function updateUsername(username: string): Promise<Peer> {
  await call({ _: 'account.updateUsername', username })
  return whoAmI()
}

/** Whether a username is free; a `Trouble` says why it cannot be. */
export async function checkUsername(username: string): Promise<boolean> {
  return call({ _: 'account.checkUsername', username })
}

export async function getSessions(): Promise<Session[]> {
  const answer = await call({ _: 'account.getAuthorizations' })
  return answer.authorizations.map((one) => ({
    hash: one.hash.toString(), current: one.current ?? false, app: [one.appName, one.appVersion].filter(Boolean).join(' '),
    device: [one.deviceModel, one.systemVersion].filter(Boolean).join(', '), place: [one.ip, one.country].filter(Boolean).join(', '),
    active: one.dateActive,
  }))
}

export async function endSession(hash: string): Promise<void> {
  await call({ _: 'account.resetAuthorization', hash: Long.fromString(hash) })
}

export async function endOtherSessions(): Promise<void> {
  await call({ _: 'auth.resetAuthorizations' })
}

const KEYS: Record<PrivacyKey, tl.TypeInputPrivacyKey> = {
  lastSeen: { _: 'inputPrivacyKeyStatusTimestamp' }, phone: { _: 'inputPrivacyKeyPhoneNumber' }, photo: { _: 'inputPrivacyKeyProfilePhoto' },
  forwards: { _: 'inputPrivacyKeyForwards' }, calls: { _: 'inputPrivacyKeyPhoneCall' }, groups: { _: 'inputPrivacyKeyChatInvite' },
  bio: { _: 'inputPrivacyKeyAbout' }, birthday: { _: 'inputPrivacyKeyBirthday' }, voices: { _: 'inputPrivacyKeyVoiceMessages' },
}

export async function getPrivacy(key: PrivacyKey): Promise<PrivacyRules> {
  return toRules((await call({ _: 'account.getPrivacy', key: KEYS[key] })).rules)
}

function toRules(rules: readonly tl.TypePrivacyRule[]): PrivacyRules {
  const has = (name: tl.TypePrivacyRule['_']) => rules.some((rule) => rule._ === name)
  return {
    rule: has('privacyValueAllowAll') ? 'everybody' : has('privacyValueAllowContacts') ? 'contacts' : 'nobody',
    always: rules.flatMap((rule) => (rule._ === 'privacyValueAllowUsers' ? rule.users : [])),
    never: rules.flatMap((rule) => (rule._ === 'privacyValueDisallowUsers' ? rule.users : [])),
  }
}

/** Changes who may. Exceptions for the members of groups, which no screen shows, stay as they are. */
export async function setPrivacy(key: PrivacyKey, { rule, always, never }: PrivacyRules): Promise<PrivacyRules> {
  const { rules } = await call({ _: 'account.getPrivacy', key: KEYS[key] })
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
  return toRules((await call({ _: 'account.setPrivacy', key: KEYS[key], rules: wanted })).rules)
}

type Kind = 'private' | 'groups' | 'channels'
const NOTIFY: Record<Kind, tl.TypeInputNotifyPeer> = {
  private: { _: 'inputNotifyUsers' }, groups: { _: 'inputNotifyChats' }, channels: { _: 'inputNotifyBroadcasts' },
}

export async function getNotify(kind: Kind): Promise<boolean> {
  const settings = await call({ _: 'account.getNotifySettings', peer: NOTIFY[kind] })
  return (settings.muteUntil ?? 0) * 1000 < Date.now()
}

export async function setNotify(kind: Kind, on: boolean): Promise<void> {
  await call({
    _: 'account.updateNotifySettings', peer: NOTIFY[kind], settings: { _: 'inputPeerNotifySettings', muteUntil: on ? 0 : 2 ** 31 - 1 },
  })
}
