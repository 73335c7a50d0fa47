import type { PeerId } from '../model/model'

/** Whether a number is of a supergroup or channel. */
export const isChannel = (id: PeerId) => id <= -1_000_000_000_000
