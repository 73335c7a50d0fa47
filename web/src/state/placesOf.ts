import type { PeerId } from '../model/model'
import { state } from './store'
import { THREAD } from './thread'

/** The histories that may show messages of a chat. */
export const placesOf = (chat: PeerId): PeerId[] => (chat === state.thread?.chat ? [chat, THREAD] : [chat])
