import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { PeerId } from '../model/model'

/** The page's number of a peer. */
export const peerId = (peer: tl.TypePeer): PeerId => getMarkedPeerId(peer)
