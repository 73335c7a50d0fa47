import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { inputPeer } from './inputPeer'
import { takePts } from './takePts'

/** Tells that everything up to there was read. */
export async function readHistory(chat: PeerId, upTo: number): Promise<void> {
  if (isChannel(chat)) {
    await call({ _: 'channels.readHistory', channel: await inputChannel(chat), maxId: upTo })
    return
  }
  const answer = await call({ _: 'messages.readHistory', peer: await inputPeer(chat), maxId: upTo })
  takePts(answer.pts, answer.ptsCount)
}
