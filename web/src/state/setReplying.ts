import type { PeerId } from '../model/model'
import { setState } from './store'

export const setReplying = (chat: PeerId, id: number | undefined) => {
  setState('editing', chat, undefined)
  setState('replying', chat, id)
}
