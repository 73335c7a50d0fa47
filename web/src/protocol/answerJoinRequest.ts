import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { inputUser } from './inputUser'
import { takeUpdates } from './takeUpdates'

/** Lets somebody in who asked, or refuses. */
export async function answerJoinRequest(chat: PeerId, user: PeerId, letIn: boolean): Promise<void> {
  takeUpdates(await call({ _: 'messages.hideChatJoinRequest', peer: await inputPeer(chat), userId: await inputUser(user), ...(letIn ? { approved: true } : {}) }))
}
