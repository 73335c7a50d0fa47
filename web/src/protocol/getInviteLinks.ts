import type { InviteLink, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { toInviteLink } from './toInviteLink'

/** One's own invite links of a group or channel: those that are good, or those that were revoked. */
export async function getInviteLinks(chat: PeerId, revoked: boolean): Promise<InviteLink[]> {
  const answer = await call({
    _: 'messages.getExportedChatInvites', peer: await inputPeer(chat), adminId: { _: 'inputUserSelf' }, limit: 100, ...(revoked ? { revoked } : {}),
  })
  return answer.invites.flatMap((one) => toInviteLink(one) ?? [])
}
