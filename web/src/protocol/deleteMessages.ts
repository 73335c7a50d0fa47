import { parseMarkedPeerId } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { session } from './session'
import { takePts } from './takePts'

/** Deletes messages, for all or for oneself. */
export async function deleteMessages(chat: PeerId, ids: number[], forAll: boolean): Promise<void> {
  if (isChannel(chat)) {
    const answer = await call({ _: 'channels.deleteMessages', channel: await inputChannel(chat), id: ids })
    takePts(answer.pts, answer.ptsCount, parseMarkedPeerId(chat)[1])
  } else {
    const answer = await call({ _: 'messages.deleteMessages', id: ids, revoke: forAll })
    takePts(answer.pts, answer.ptsCount)
  }
  session.tell({ kind: 'deleted', ...(isChannel(chat) ? { chat } : {}), ids })
}
