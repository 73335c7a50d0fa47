import { getMarkedPeerId } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { takeUpdates } from './takeUpdates'
import { tellPeers } from './tellPeers'

/** Makes a supergroup of a group; gives what it is then. */
export async function upgradeGroup(chat: PeerId): Promise<PeerId> {
  const updates = await call({ _: 'messages.migrateChat', chatId: -chat })
  tellPeers(updates)
  takeUpdates(updates)
  const channel = 'chats' in updates ? updates.chats.find((one) => one._ === 'channel') : undefined
  if (!channel) throw new Trouble('server')
  return getMarkedPeerId(channel.id, 'channel')
}
