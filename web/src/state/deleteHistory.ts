import type { PeerId } from '../model/model'
import { dropChat } from './dropChat'
import { link } from './link'
import { refreshChat } from './refreshChat'
import { setState } from './store'

export async function deleteHistory(chat: PeerId, forBoth: boolean, onlyClear: boolean): Promise<void> {
  const protocol = await link()
  await protocol.deleteHistory(chat, forBoth, onlyClear)
  setState('histories', chat, undefined)
  if (onlyClear) await refreshChat(chat)
  else dropChat(chat)
}
