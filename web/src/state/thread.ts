/** Where the history of the open thread stands, beside those of the chats. No chat has this number. */
import type { PeerId } from '../model/model'

export const THREAD: PeerId = 2 ** 52
