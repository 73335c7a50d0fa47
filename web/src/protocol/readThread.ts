import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Tells the server that a thread was seen up to there. */
export async function readThread(chat: PeerId, top: number, upTo: number): Promise<void> {
  await call({ _: 'messages.readDiscussion', peer: await inputPeer(chat), msgId: top, readMaxId: upTo })
}
