import type { Message } from '../model/model'
import { explain } from './explain'
import { happened } from './happened'
import { link } from './link'
import type { SendOptions } from './sendText'
import { messageAt } from './messageAt'
import { setMessage } from './setMessage'
import { toast } from './toast'
import { t } from '../text/text'
import { dayAndTime } from '../text/dayAndTime'

/** One after the other, so that messages of a chat keep their order. */
const queues = new Map<number, Promise<void>>()

/** Brings a message that is shown already to the server. What fails stays, with the reason. */
export function deliver(message: Message, options: SendOptions = {}): Promise<void> {
  const before = queues.get(message.chat) ?? Promise.resolve()
  const work = before.then(() => send(message, options))
  queues.set(message.chat, work)
  return work
}

async function send(message: Message, options: SendOptions): Promise<void> {
  try {
    const protocol = await link()
    const sent = await protocol.sendText(message, options)
    if (options.at) {
      happened({ kind: 'scheduled', message: sent })
      toast(t('schedule.done', { when: dayAndTime(options.at) }))
    } else happened({ kind: 'sent', chat: message.chat, local: message.id, message: sent })
  } catch (error) {
    if (options.at || !messageAt(message.chat, message.id)) {
      toast(explain(error))
      return
    }
    setMessage(message, { sending: 'failed', failure: explain(error) })
  }
}
