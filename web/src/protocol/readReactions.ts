import { parseMarkedPeerId } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputPeer } from './inputPeer'
import { takePts } from './takePts'

/** Tells that the reactions to one's messages were seen. */
export async function readReactions(chat: PeerId): Promise<void> {
  const answer = await call({ _: 'messages.readReactions', peer: await inputPeer(chat) })
  takePts(answer.pts, answer.ptsCount, isChannel(chat) ? parseMarkedPeerId(chat)[1] : 0)
}
