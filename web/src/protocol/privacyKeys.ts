import type { tl } from '@mtcute/core'
import type { PrivacyKey } from '../model/model'

/** What privacy is about, as the protocol calls it. */
export const privacyKeys: Record<PrivacyKey, tl.TypeInputPrivacyKey> = {
  lastSeen: { _: 'inputPrivacyKeyStatusTimestamp' }, phone: { _: 'inputPrivacyKeyPhoneNumber' }, photo: { _: 'inputPrivacyKeyProfilePhoto' },
  forwards: { _: 'inputPrivacyKeyForwards' }, calls: { _: 'inputPrivacyKeyPhoneCall' }, groups: { _: 'inputPrivacyKeyChatInvite' },
  bio: { _: 'inputPrivacyKeyAbout' }, birthday: { _: 'inputPrivacyKeyBirthday' }, voices: { _: 'inputPrivacyKeyVoiceMessages' },
}
