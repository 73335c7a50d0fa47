import type { tl } from '@mtcute/core'
import type { Member, PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { toMember } from './toMember'

/** How many are fetched at once. */
export const MEMBERS_PAGE = 100

/** Members of a supergroup or channel, by name if `query` says one; or those who were removed or restricted. */
export async function getMembers(chat: PeerId, which: 'members' | 'admins' | 'removed' | 'restricted', query = '', offset = 0): Promise<{ members: Member[]; count: number }> {
  const filter: tl.TypeChannelParticipantsFilter =
    which === 'removed' ? { _: 'channelParticipantsKicked', q: query }
    : which === 'restricted' ? { _: 'channelParticipantsBanned', q: query }
    : which === 'admins' ? { _: 'channelParticipantsAdmins' }
    : query ? { _: 'channelParticipantsSearch', q: query }
    : { _: 'channelParticipantsRecent' }
  const found = await call({
    _: 'channels.getParticipants', channel: await inputChannel(chat), filter, offset, limit: MEMBERS_PAGE, hash: 0 as never,
  } as tl.channels.RawGetParticipantsRequest)
  return found._ === 'channels.channelParticipants' ? { members: found.participants.map(toMember), count: found.count } : { members: [], count: 0 }
}
