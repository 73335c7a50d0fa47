import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Changes the description of a group or channel. */
export async function editAbout(chat: PeerId, about: string): Promise<void> {
  await call({ _: 'messages.editChatAbout', peer: await inputPeer(chat), about })
}
