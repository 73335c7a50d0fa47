import type { Message } from '../model/model'
import { Trouble } from '../model/trouble'
import { happened } from './happened'
import { link } from './link'
import { setMessage } from './setMessage'
import { uploads } from './uploads'
import { goesTo } from './goesTo'
import { uploadFailed } from './uploadFailed'

/** Uploads what a message waits for; also once more, after it failed. */
export async function deliverFile(message: Message): Promise<void> {
  const upload = uploads.get(message.id)
  if (!upload) return
  try {
    const protocol = await link()
    const { local, abort } = upload
    const sent = await protocol.sendFile(message, {
      ...local, signal: abort.signal,
      progress: (share) => setMessage(message, { progress: share }),
    }, goesTo(message))
    if (abort.signal.aborted) {
      // Stopped when it was on its way already: it goes again.
      await protocol.deleteMessages(message.chat, [sent.id], true)
      throw new Trouble('cancelled')
    }
    // The picture stays as it is here; the server's own need not be fetched.
    uploads.delete(message.id)
    happened({ kind: 'sent', chat: message.chat, local: message.id, message: sent })
  } catch (error) {
    uploadFailed(message, error)
  }
}
