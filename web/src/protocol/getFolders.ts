import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { Folder } from '../model/model'
import { call } from './call'
import { session } from './session'

/** The folders of the list. */
export async function getFolders(): Promise<Folder[]> {
  const answer = await call({ _: 'messages.getDialogFilters' })
  return answer.filters.flatMap((one) => (one._ === 'dialogFilter' ? [toFolder(one)] : []))
}

function toFolder(raw: tl.RawDialogFilter): Folder {
  const ids = (peers: tl.TypeInputPeer[]) =>
    peers.flatMap((peer) => (peer._ === 'inputPeerSelf' ? [session.me] : peer._ === 'inputPeerEmpty' ? [] : [getMarkedPeerId(peer)]))
  return {
    id: raw.id, title: raw.title.text, pinned: ids(raw.pinnedPeers), include: ids(raw.includePeers), exclude: ids(raw.excludePeers),
    contacts: raw.contacts ?? false, others: raw.nonContacts ?? false, groups: raw.groups ?? false, channels: raw.broadcasts ?? false,
    bots: raw.bots ?? false, noMuted: raw.excludeMuted ?? false, noRead: raw.excludeRead ?? false, noArchived: raw.excludeArchived ?? false,
    ...(raw.emoticon ? { emoji: raw.emoticon } : {}),
  }
}
