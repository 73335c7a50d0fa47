import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'
import { takePts } from './takePts'

/** Empties a chat, and takes it from the list unless it is only cleared. */
export async function deleteHistory(chat: PeerId, forBoth: boolean, onlyClear: boolean): Promise<void> {
  for (;;) {
    const answer = await call({
      _: 'messages.deleteHistory', peer: await inputPeer(chat), maxId: 0, ...(forBoth ? { revoke: true } : {}), ...(onlyClear ? { justClear: true } : {}),
    })
    takePts(answer.pts, answer.ptsCount)
    if (!answer.offset) return
  }
}
