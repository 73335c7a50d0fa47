import type { PeerId } from '../model/model'
import { link } from './link'

/** Asks for what happens there, until the function that is given is called. */
export function watchChat(chat: PeerId): () => void {
  let over = false
  let stop = () => {}
  void link().then(async (protocol) => {
    const end = await protocol.watchChannel(chat)
    if (over) end()
    else stop = end
  }).catch(() => {})
  return () => {
    over = true
    stop()
  }
}
