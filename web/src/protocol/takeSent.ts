import type { Long, tl } from '@mtcute/core'
import type { Message } from '../model/model'
import { session } from './session'
import { tellPeers } from './tellPeers'
import { toMessage } from './toMessage'

/** Takes the answer of a send; gives the message that it became, or none where the answer does not say. */
export function takeSent(updates: tl.TypeUpdates, random: Long): Message | undefined {
  tellPeers(updates)
  const list = 'updates' in updates ? updates.updates : []
  const named = list.find((one) => one._ === 'updateMessageID' && one.randomId.equals(random))
  const id = named?._ === 'updateMessageID' ? named.id : undefined
  let found: Message | undefined
  for (const one of list) {
    if ('message' in one && typeof one.message === 'object' && (one._ === 'updateNewMessage' || one._ === 'updateNewChannelMessage' || one._ === 'updateNewScheduledMessage')) {
      const message = toMessage(one.message, one._ === 'updateNewScheduledMessage')
      if (message && (id === undefined || message.id === id)) found = message
    }
  }
  // The page takes the message from here; the library only counts it.
  session.client?.handleClientUpdate(updates, true)
  return found
}
