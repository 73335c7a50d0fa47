import type { Dialog, Folder, Message, Peer } from '../model/model'
import type { Snapshot } from './keepSoon'
import { readKept } from './readKept'
import { type History, setState, state } from './store'

/** Shows what was kept here, until the server has told what there is now. */
export async function restore(): Promise<void> {
  const kept = (await readKept('chats').catch(() => undefined)) as Snapshot | undefined
  if (!kept || kept.me !== state.me || state.listed) return
  const histories: Record<number, History> = {}
  for (const [chat, messages] of Object.entries(kept.histories)) {
    histories[Number(chat)] = {
      ids: messages.map((message) => message.id),
      messages: Object.fromEntries(messages.map((message) => [message.id, message])),
      start: false,
      end: true,
      fresh: false,
    }
  }
  setState({
    peers: kept.peers as Record<number, Peer>,
    dialogs: kept.dialogs as Record<number, Dialog>,
    tops: kept.tops as Record<number, Message>,
    folders: kept.folders as Folder[],
    histories,
  })
}
