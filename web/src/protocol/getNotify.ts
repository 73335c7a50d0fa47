import { call } from './call'
import { type NotifyKind, notifyPeers } from './notifyPeers'

/** Whether one is told of messages in chats of a kind. */
export async function getNotify(kind: NotifyKind): Promise<boolean> {
  const settings = await call({ _: 'account.getNotifySettings', peer: notifyPeers[kind] })
  return (settings.muteUntil ?? 0) * 1000 < Date.now()
}
