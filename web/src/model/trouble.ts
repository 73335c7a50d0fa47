/** What went wrong, as a kind that a sentence can be said about; the protocol makes them of the server's errors. */
export type Reason =
  | 'wrongCode' | 'codeExpired' | 'wrongNumber' | 'closed' | 'invite' | 'banned' | 'flood' | 'wrongPassword'
  | 'badName' | 'noConnection' | 'fileTooLarge' | 'removed' | 'private' | 'notAllowed' | 'blocked' | 'privacy'
  | 'tooLong' | 'empty' | 'editTime' | 'notServed' | 'gone' | 'tooManyPinned' | 'usernameTaken' | 'usernameBad'
  | 'noUser' | 'inviteBad' | 'alreadyMember' | 'requestSent' | 'channelsFull' | 'usersFull' | 'otherVersion'
  | 'storageFull' | 'storageForbidden' | 'passwordNeeded' | 'signedOut' | 'cancelled' | 'notModified' | 'server'
  | 'mailCode' | 'mailBad' | 'mailCodeWrong' | 'noRecovery' | 'passwordFresh' | 'botSilent'

export class Trouble extends Error {
  constructor(
    readonly reason: Reason,
    /** Seconds to wait, where that is what is wrong. */
    readonly seconds = 0,
    /** The server's own word, for the sentence about an error that has none. */
    readonly code = '',
  ) {
    super(code || reason)
  }
}
