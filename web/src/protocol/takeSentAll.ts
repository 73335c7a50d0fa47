import type { Long, tl } from '@mtcute/core'
import type { Message } from '../model/model'
import { session } from './session'
import { tellPeers } from './tellPeers'
import { toMessage } from './toMessage'

/** Takes the answer of a send of several; gives what each became, by the number that it was sent with. */
export function takeSentAll(updates: tl.TypeUpdates, randoms: readonly Long[]): (Message | undefined)[] {
  tellPeers(updates)
  const list = 'updates' in updates ? updates.updates : []
  const messages = list.flatMap((one) => (one._ === 'updateNewMessage' || one._ === 'updateNewChannelMessage' ? (toMessage(one.message) ?? []) : []))
  session.client?.handleClientUpdate(updates, true)
  return randoms.map((random) => {
    const named = list.find((one) => one._ === 'updateMessageID' && one.randomId.equals(random))
    return named?._ === 'updateMessageID' ? messages.find((message) => message.id === named.id) : undefined
  })
}
