import type { tl } from '@mtcute/core'
import type { PeerId } from '../model/model'
import { inputPeer } from './inputPeer'

/** A chat as methods of the list want to hear it. */
export const dialogPeer = async (chat: PeerId): Promise<tl.RawInputDialogPeer> => ({ _: 'inputDialogPeer', peer: await inputPeer(chat) })
