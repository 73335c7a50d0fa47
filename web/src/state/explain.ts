import { Trouble, type Reason } from '../model/trouble'
import type { Key } from '../text/language'
import { t } from '../text/text'
import { span } from '../text/span'

const SENTENCES: Partial<Record<Reason, Key>> = {
  wrongCode: 'error.wrongCode', codeExpired: 'error.codeExpired', wrongNumber: 'error.wrongNumber', closed: 'error.closed',
  invite: 'error.invite', banned: 'error.banned', wrongPassword: 'error.wrongPassword', badName: 'error.badName',
  noConnection: 'error.noConnection', fileTooLarge: 'error.fileTooLarge', removed: 'error.removed',
  private: 'error.private', notAllowed: 'error.notAllowed', blocked: 'error.blocked', privacy: 'error.privacy',
  tooLong: 'error.tooLong', empty: 'error.empty', editTime: 'error.editTime', notServed: 'error.notServed',
  gone: 'error.gone', tooManyPinned: 'error.tooManyPinned', usernameTaken: 'settings.usernameTaken',
  usernameBad: 'settings.usernameBad', noUser: 'new.noUser', inviteBad: 'error.inviteBad',
  alreadyMember: 'error.alreadyMember', requestSent: 'error.requestSent', channelsFull: 'error.channelsFull',
  usersFull: 'error.usersFull', otherVersion: 'error.otherVersion', storageFull: 'error.storageFull',
  storageForbidden: 'error.storageForbidden', mailCode: 'password.mailSent', mailBad: 'error.mailBad', mailCodeWrong: 'error.wrongCode',
  noRecovery: 'error.noRecovery', botSilent: 'error.botSilent',
}

/** What the browser's own storage says, by the names of its errors. */
const STORAGE: Record<string, Key> = {
  QuotaExceededError: 'error.storageFull', SecurityError: 'error.storageForbidden', InvalidStateError: 'error.storageForbidden', UnknownError: 'error.storageForbidden',
}

/** What went wrong, in a sentence. */
export function explain(error: unknown): string {
  if (!(error instanceof Trouble)) return t((error instanceof DOMException && STORAGE[error.name]) || 'error.unknown')
  if (error.reason === 'flood') return t('error.tooMany', { time: span(error.seconds) })
  if (error.reason === 'passwordFresh') return t('error.passwordFresh', { time: span(error.seconds) })
  const key = SENTENCES[error.reason]
  return key ? t(key) : t('error.server', { code: error.code })
}
