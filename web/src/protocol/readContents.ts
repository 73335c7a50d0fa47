import type { PeerId } from '../model/model'
import { call } from './call'
import { inputChannel } from './inputChannel'
import { isChannel } from './isChannel'
import { takePts } from './takePts'

/** Tells that what a message carries was seen: that it names one, or its voice. */
export async function readContents(chat: PeerId, id: number): Promise<void> {
  if (isChannel(chat)) {
    await call({ _: 'channels.readMessageContents', channel: await inputChannel(chat), id: [id] })
    return
  }
  const answer = await call({ _: 'messages.readMessageContents', id: [id] })
  takePts(answer.pts, answer.ptsCount)
}
