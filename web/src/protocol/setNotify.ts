import { call } from './call'
import { type NotifyKind, notifyPeers } from './notifyPeers'

/** Sets whether one is told of messages in chats of a kind. */
export async function setNotify(kind: NotifyKind, on: boolean): Promise<void> {
  await call({
    _: 'account.updateNotifySettings', peer: notifyPeers[kind], settings: { _: 'inputPeerNotifySettings', muteUntil: on ? 0 : 2 ** 31 - 1 },
  })
}
