import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { explain } from './explain'
import { dropUnsent } from './dropUnsent'
import { messageAt } from './messageAt'
import { setMessage } from './setMessage'
import { uploads } from './uploads'

/** What was stopped goes; what went wrong stays, with the reason. */
export function uploadFailed(message: Message, error: unknown): void {
  if (error instanceof Trouble && error.reason === 'cancelled') {
    uploads.delete(message.id)
    dropUnsent(message)
  } else if (messageAt(message.chat, message.id)) {
    // One of an album is sent again by itself.
    setMessage(message, { sending: 'failed', failure: explain(error), progress: undefined, album: undefined })
  }
}
