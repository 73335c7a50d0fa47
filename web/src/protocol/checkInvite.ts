import type { Invitation } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { session } from './session'
import { toPeer } from './toPeer'

/** Where an invite link leads. */
export async function checkInvite(hash: string): Promise<Invitation> {
  const answer = await call({ _: 'messages.checkChatInvite', hash })
  if (answer._ === 'chatInvite') {
    return {
      kind: 'open', title: answer.title, about: answer.about ?? '', members: answer.participantsCount, approval: answer.requestNeeded ?? false,
      channel: answer.broadcast ?? false,
    }
  }
  const peer = toPeer(answer.chat)
  if (!peer) throw new Trouble('inviteBad')
  session.tell({ kind: 'peers', peers: [peer] })
  return { kind: 'member', chat: peer.id }
}
