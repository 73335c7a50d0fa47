import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Keeps what was begun to be written. */
export async function saveDraft(chat: PeerId, message: string, reply?: number): Promise<void> {
  await call({
    _: 'messages.saveDraft', peer: await inputPeer(chat), message,
    ...(reply ? { replyTo: { _: 'inputReplyToMessage', replyToMsgId: reply } as tl.RawInputReplyToMessage } : {}),
  })
}
