import type { tl } from '@mtcute/core'

export type NotifyKind = 'private' | 'groups' | 'channels'

/** Kinds of chats, as the protocol calls them. */
export const notifyPeers: Record<NotifyKind, tl.TypeInputNotifyPeer> = {
  private: { _: 'inputNotifyUsers' }, groups: { _: 'inputNotifyChats' }, channels: { _: 'inputNotifyBroadcasts' },
}
