import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takeUpdates } from './takeUpdates'

/** Votes in a poll; no options take the vote back. */
export async function vote(chat: PeerId, id: number, options: string[]): Promise<void> {
  const bytes = options.map((key) => Uint8Array.from(key.match(/../g) ?? [], (one) => Number.parseInt(one, 16)))
  takeUpdates(await call({ _: 'messages.sendVote', peer: await inputPeer(chat), msgId: id, options: bytes }))
}
