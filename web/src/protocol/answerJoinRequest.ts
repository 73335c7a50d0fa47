import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer, inputUser } from './inputPeer'
import { takeUpdates } from './taken'

/** Lets somebody in who asked, or refuses. */
export async function answerJoinRequest(chat: PeerId, user: PeerId, letIn: boolean): Promise<void> {
  takeUpdates(await call({ _: 'messages.hideChatJoinRequest', peer: await inputPeer(chat), userId: await inputUser(user), ...(letIn ? { approved: true } : {}) }))
}
