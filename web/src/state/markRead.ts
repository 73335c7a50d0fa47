import type { PeerId } from '../model/model'
import { apply } from './apply'
import { isLocal } from './isLocal'
import { link } from './link'
import { state } from './store'
import { THREAD } from './thread'

const asked = new Map<PeerId, number>()
let running = false
const waiting = new Map<PeerId, number>()

/** Tells the server that everything up to `id` was seen; several within a moment go as one. */
export function markRead(chat: PeerId, id: number): void {
  if (chat === THREAD) {
    readThread(id)
    return
  }
  const dialog = state.dialogs[chat]
  if (!dialog || isLocal(id) || state.connection !== 'connected') return
  if (id <= dialog.readInbox && !dialog.marked) return
  if ((asked.get(chat) ?? 0) >= id && !dialog.marked) return
  if (!dialog.unread && !dialog.marked) return
  asked.set(chat, id)
  waiting.set(chat, id)
  if (running) return
  running = true
  setTimeout(() => {
    running = false
    for (const [chat, id] of waiting) void tell(chat, id)
    waiting.clear()
  }, 250)
}

let threadRead = ''

/** Tells that the open thread was seen up to there, once for each message that is the last. */
function readThread(id: number): void {
  const { thread } = state
  if (!thread || isLocal(id) || state.connection !== 'connected' || threadRead === `${thread.chat} ${thread.top} ${id}`) return
  threadRead = `${thread.chat} ${thread.top} ${id}`
  void link().then((protocol) => protocol.readThread(thread.chat, thread.top, id)).catch(() => {
    threadRead = ''
  })
}

async function tell(chat: PeerId, id: number): Promise<void> {
  const marked = state.dialogs[chat]?.marked
  const reactions = state.dialogs[chat]?.reactions
  apply({ kind: 'readInbox', chat, upTo: id })
  try {
    const protocol = await link()
    await protocol.readHistory(chat, id)
    if (marked) await protocol.markUnread(chat, false)
    if (reactions) await protocol.readReactions(chat)
  } catch {
    // It is told again with the next message that is seen.
    asked.delete(chat)
  }
}
