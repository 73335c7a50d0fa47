import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { call } from './call'
import { inputPeer } from './inputPeer'

/** Tells what one is doing in a chat. */
export async function setTyping(chat: PeerId, what: 'typing' | 'recording' | 'uploading' | 'nothing'): Promise<void> {
  const action: tl.TypeSendMessageAction =
    what === 'typing' ? { _: 'sendMessageTypingAction' }
    : what === 'recording' ? { _: 'sendMessageRecordAudioAction' }
    : what === 'uploading' ? { _: 'sendMessageUploadDocumentAction', progress: 0 }
    : { _: 'sendMessageCancelAction' }
  await call({ _: 'messages.setTyping', peer: await inputPeer(chat), action })
}
