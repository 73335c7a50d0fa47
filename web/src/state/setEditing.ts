import type { PeerId } from '../model/model'
import { setState } from './store'

export const setEditing = (chat: PeerId, id: number | undefined) => {
  setState('replying', chat, undefined)
  setState('editing', chat, id)
}
