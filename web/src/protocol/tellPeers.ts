import type { tl } from '@mtcute/core'
import { session } from './session'
import { toPeer } from './toPeer'

/**
 * What was told already. The library holds updates back until their turn, and brings what they came with once more then:
 * by that time something newer may have been told.
 */
const told = new WeakSet<object>()

/** Tells of the people and chats that an answer or an update brings along, each as it comes and once. */
export function tellPeers(answer: unknown): void {
  const { users, chats } = (answer ?? {}) as { users?: unknown; chats?: unknown }
  const all = [...(Array.isArray(users) ? users : []), ...(Array.isArray(chats) ? chats : [])] as (tl.TypeUser | tl.TypeChat)[]
  const fresh = all.filter((one) => typeof one === 'object' && '_' in one && !told.has(one))
  for (const one of fresh) told.add(one)
  const peers = fresh.map(toPeer).filter((one) => one !== undefined)
  if (peers.length) session.tell({ kind: 'peers', peers })
}
