import { MtPeerNotFoundError, tl } from '@mtcute/core'
import { type Reason, Trouble } from '../model/trouble'

const REASONS: Record<string, Reason> = {
  PHONE_CODE_INVALID: 'wrongCode', PHONE_CODE_EMPTY: 'wrongCode', PHONE_CODE_EXPIRED: 'codeExpired',
  PHONE_CODE_HASH_EMPTY: 'codeExpired', PHONE_NUMBER_INVALID: 'wrongNumber', PHONE_NUMBER_BANNED: 'banned',
  PHONE_NUMBER_FLOOD: 'flood', SIGNUP_DISABLED: 'closed', REGISTRATION_CLOSED: 'closed', INVITE_REQUIRED: 'invite',
  PHONE_NUMBER_UNOCCUPIED: 'noUser', PHONE_NOT_OCCUPIED: 'noUser', PASSWORD_HASH_INVALID: 'wrongPassword',
  SRP_PASSWORD_CHANGED: 'wrongPassword', SESSION_PASSWORD_NEEDED: 'passwordNeeded', FIRSTNAME_INVALID: 'badName',
  LASTNAME_INVALID: 'badName', FILE_PARTS_INVALID: 'fileTooLarge', FILE_PART_TOO_BIG: 'fileTooLarge',
  FILE_TOO_LARGE: 'fileTooLarge', USER_NOT_PARTICIPANT: 'removed', USER_KICKED: 'removed', CHAT_FORBIDDEN: 'removed',
  CHANNEL_PRIVATE: 'private', CHAT_WRITE_FORBIDDEN: 'notAllowed', CHAT_ADMIN_REQUIRED: 'notAllowed',
  CHAT_SEND_MEDIA_FORBIDDEN: 'notAllowed', CHAT_SEND_PLAIN_FORBIDDEN: 'notAllowed', RIGHT_FORBIDDEN: 'notAllowed',
  USER_ADMIN_INVALID: 'notAllowed', MESSAGE_AUTHOR_REQUIRED: 'notAllowed', MESSAGE_DELETE_FORBIDDEN: 'notAllowed',
  CHAT_FORWARDS_RESTRICTED: 'notAllowed', YOU_BLOCKED_USER: 'notAllowed', USER_IS_BLOCKED: 'blocked',
  USER_PRIVACY_RESTRICTED: 'privacy', PRIVACY_PREMIUM_REQUIRED: 'privacy', VOICE_MESSAGES_FORBIDDEN: 'privacy',
  MESSAGE_TOO_LONG: 'tooLong', MEDIA_CAPTION_TOO_LONG: 'tooLong', MESSAGE_EMPTY: 'empty',
  MESSAGE_EDIT_TIME_EXPIRED: 'editTime', MESSAGE_NOT_MODIFIED: 'notModified', CHAT_NOT_MODIFIED: 'notModified',
  USERNAME_NOT_MODIFIED: 'notModified', METHOD_INVALID: 'notServed', MESSAGE_ID_INVALID: 'gone', MSG_ID_INVALID: 'gone',
  PINNED_DIALOGS_TOO_MUCH: 'tooManyPinned', USERNAME_OCCUPIED: 'usernameTaken', USERNAME_INVALID: 'usernameBad',
  USERNAME_NOT_OCCUPIED: 'noUser', INVITE_HASH_INVALID: 'inviteBad', INVITE_HASH_EXPIRED: 'inviteBad',
  INVITE_HASH_EMPTY: 'inviteBad', USER_ALREADY_PARTICIPANT: 'alreadyMember', INVITE_REQUEST_SENT: 'requestSent',
  EMAIL_INVALID: 'mailBad', EMAIL_NOT_ALLOWED: 'mailBad', CODE_INVALID: 'mailCodeWrong', CODE_EMPTY: 'mailCodeWrong',
  EMAIL_HASH_EXPIRED: 'codeExpired', PASSWORD_RECOVERY_EXPIRED: 'codeExpired', PASSWORD_RECOVERY_NA: 'noRecovery',
  BOT_RESPONSE_TIMEOUT: 'botSilent', BOT_INLINE_DISABLED: 'notServed',
  CHANNELS_TOO_MUCH: 'channelsFull', USERS_TOO_MUCH: 'usersFull', AUTH_KEY_UNREGISTERED: 'signedOut',
  SESSION_REVOKED: 'signedOut', USER_DEACTIVATED: 'signedOut', CONNECTION_LAYER_INVALID: 'otherVersion',
}

/** An error of the server or of the library as a kind that a sentence can be said about. */
export function toTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error
  if (tl.RpcError.is(error)) {
    const { text, code } = error
    const seconds = Number((error as { seconds?: number }).seconds ?? /_(\d+)$/.exec(text)?.[1] ?? 0)
    if (code === 420 || /FLOOD|SLOWMODE/.test(text)) return new Trouble('flood', seconds, text)
    if (/^EMAIL_UNCONFIRMED/.test(text)) return new Trouble('mailCode', 0, text)
    if (/^(PASSWORD|SESSION)_TOO_FRESH/.test(text)) return new Trouble('passwordFresh', seconds, text)
    return new Trouble(REASONS[text] ?? 'server', 0, text)
  }
  if (error instanceof MtPeerNotFoundError) return new Trouble('private')
  if (error instanceof DOMException) {
    if (error.name === 'AbortError') return new Trouble('cancelled')
    if (error.name === 'QuotaExceededError') return new Trouble('storageFull')
    if (['SecurityError', 'InvalidStateError', 'UnknownError'].includes(error.name)) return new Trouble('storageForbidden')
  }
  if (error instanceof Error && /too large/i.test(error.message)) return new Trouble('fileTooLarge')
  return new Trouble('server', 0, error instanceof Error ? error.message : '')
}
