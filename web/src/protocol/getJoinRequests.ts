import type { JoinRequest, PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Who asks to be let in. */
export async function getJoinRequests(chat: PeerId): Promise<JoinRequest[]> {
  const answer = await call({
    _: 'messages.getChatInviteImporters', peer: await inputPeer(chat), requested: true, offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 100,
  })
  return answer.importers.map((one) => ({ user: one.userId, date: one.date, about: one.about ?? '' }))
}
