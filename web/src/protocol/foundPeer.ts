import type { tl } from '@mtcute/core'
import type { Peer } from '../model/model'
import { Trouble } from '../model/trouble'
import { peerId } from './peerId'
import { toPeer } from './toPeer'

/** The one of an answer that was asked for. */
export function foundPeer(answer: { users: tl.TypeUser[]; chats: tl.TypeChat[] }, peer: tl.TypePeer): Peer {
  const id = peerId(peer)
  const found = [...answer.users, ...answer.chats].map(toPeer).find((known) => known?.id === id)
  if (!found) throw new Trouble('noUser')
  return found
}
