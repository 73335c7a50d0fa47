import { produce } from 'solid-js/store'
import type { Dialog, PeerId } from '../model/model'
import { link } from './link'
import { takeDialogs } from './takeDialogs'
import { setTop } from './setTop'
import { setState, state } from './store'

/** Fetches what the list shows of one chat; a chat that is no longer there leaves the list. */
export async function refreshChat(chat: PeerId): Promise<void> {
  const protocol = await link()
  const found = await protocol.getDialog(chat)
  if (found) {
    takeDialogs([found.dialog], found.tops)
    if (!found.tops.length) setTop(chat, undefined)
    return
  }
  if (state.dialogs[chat]) {
    setState('dialogs', produce((dialogs: Record<PeerId, Dialog>) => void delete dialogs[chat]))
    setTop(chat, undefined)
  }
}
