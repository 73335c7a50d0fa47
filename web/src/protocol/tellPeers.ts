import type { tl } from '@mtcute/core'
import { session } from './session'
import { toPeer } from './toPeer'

/** Tells of the people and chats that an answer brings along. */
export function tellPeers(answer: unknown): void {
  const { users, chats } = (answer ?? {}) as { users?: unknown; chats?: unknown }
  const all = [...(Array.isArray(users) ? users : []), ...(Array.isArray(chats) ? chats : [])] as (tl.TypeUser | tl.TypeChat)[]
  const peers = all.filter((one) => typeof one === 'object' && '_' in one).map(toPeer).filter((one) => one !== undefined)
  if (peers.length) session.tell({ kind: 'peers', peers })
}
