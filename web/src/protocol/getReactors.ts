import type { tl } from '@mtcute/core'
import type { PeerId, Reactor } from '../model/model'
import { call } from './call'
import { coloured } from './coloured'
import { inputPeer } from './inputPeer'
import { peerId } from './peerId'

/** How many are shown; whoever wants to know of more looks at the numbers. */
const SHOWN = 100

/** Who reacted to a message and how, the latest first. */
export async function getReactors(chat: PeerId, id: number): Promise<Reactor[]> {
  const answer = await call({ _: 'messages.getMessageReactionsList', peer: await inputPeer(chat), id, limit: SHOWN } as tl.messages.RawGetMessageReactionsListRequest)
  return answer.reactions.map(({ peerId: peer, reaction, date }) => ({
    id: peerId(peer), date,
    ...(reaction._ === 'reactionEmoji' ? { emoji: coloured(reaction.emoticon) } : {}),
    ...(reaction._ === 'reactionCustomEmoji' ? { custom: reaction.documentId.toString() } : {}),
  }))
}
