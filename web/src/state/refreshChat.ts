import { produce } from 'solid-js/store'
import type { Dialog, Message, PeerId } from '../model/model'
import { link } from './link'
import { takeDialogs } from './loadDialogs'
import { setState, state } from './store'

/** Fetches what the list shows of one chat; a chat that is no longer there leaves the list. */
export async function refreshChat(chat: PeerId): Promise<void> {
  const protocol = await link()
  const found = await protocol.getDialog(chat)
  if (found) {
    takeDialogs([found.dialog], found.tops)
    if (!found.tops.length) setState('tops', produce((tops: Record<PeerId, Message | undefined>) => void delete tops[chat]))
    return
  }
  if (state.dialogs[chat]) {
    setState('dialogs', produce((dialogs: Record<PeerId, Dialog>) => void delete dialogs[chat]))
    setState('tops', produce((tops: Record<PeerId, Message | undefined>) => void delete tops[chat]))
  }
}
