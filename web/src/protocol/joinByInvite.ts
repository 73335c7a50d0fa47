import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { takeUpdates } from './takeUpdates'
import { tellPeers } from './tellPeers'
import { toPeer } from './toPeer'

/** Follows an invite link. Where admins let people in, a `Trouble` of the kind `requestSent` says that they were asked. */
export async function joinByInvite(hash: string): Promise<PeerId> {
  const answer = (await call({ _: 'messages.importChatInvite', hash })) as tl.TypeUpdates | { updates: tl.TypeUpdates }
  // A later layer of the protocol wraps the updates.
  const updates = '_' in answer && answer._.startsWith('updat') ? (answer as tl.TypeUpdates) : (answer as { updates: tl.TypeUpdates }).updates
  tellPeers(updates)
  takeUpdates(updates)
  const [chat] = 'chats' in updates ? updates.chats : []
  const peer = chat && toPeer(chat)
  if (!peer) throw new Trouble('server')
  return peer.id
}
