import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { takeUpdates } from './takeUpdates'
import { tellPeers } from './tellPeers'

/** Takes the answer to the making of a group or channel; gives its number. */
export function made(updates: tl.TypeUpdates): PeerId {
  tellPeers(updates)
  takeUpdates(updates)
  const [chat] = 'chats' in updates ? updates.chats : []
  if (!chat || (chat._ !== 'chat' && chat._ !== 'channel')) throw new Trouble('server')
  return chat._ === 'chat' ? -chat.id : getMarkedPeerId(chat.id, 'channel')
}
