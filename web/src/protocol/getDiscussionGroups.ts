import type { PeerId } from '../model/model'
import { call } from './call'
import { toPeer } from './toPeer'

/** The supergroups of one's own that comments on a channel can stand in. */
export async function getDiscussionGroups(): Promise<PeerId[]> {
  const answer = await call({ _: 'channels.getGroupsForDiscussion' })
  return answer.chats.flatMap((one) => toPeer(one) ?? []).filter((peer) => peer.kind === 'supergroup').map((peer) => peer.id)
}
