import type { tl } from '@mtcute/core'
import type { Member } from '../model/model'
import { toAdminRights } from './toAdminRights'
import { peerId } from './peerId'
import { toPermissions } from './toPermissions'

/** A member of a supergroup or channel, or somebody who was removed from it. */
export function toMember(raw: tl.TypeChannelParticipant): Member {
  switch (raw._) {
    case 'channelParticipantCreator':
      return { id: raw.userId, role: 'owner', rights: toAdminRights(raw.adminRights), ...(raw.rank ? { title: raw.rank } : {}) }
    case 'channelParticipantAdmin':
      return { id: raw.userId, role: 'admin', rights: toAdminRights(raw.adminRights), ...(raw.rank ? { title: raw.rank } : {}) }
    case 'channelParticipantBanned':
      return { id: peerId(raw.peer), role: raw.bannedRights.viewMessages ? 'removed' : 'restricted', permissions: toPermissions(raw.bannedRights) }
    case 'channelParticipantLeft':
      return { id: peerId(raw.peer), role: 'removed' }
    default:
      return { id: raw.userId, role: 'member' }
  }
}
