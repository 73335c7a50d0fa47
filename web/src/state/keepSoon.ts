import { unwrap } from 'solid-js/store'
import type { Message } from '../model/model'
import { explain } from './explain'
import { isLocal } from './isLocal'
import { writeKept } from './writeKept'
import { state } from './store'
import { THREAD } from './thread'
import { toast } from './toast'

/** Kept of each chat that was opened. */
const MESSAGES_KEPT = 40
/** Chats whose messages are kept. */
const CHATS_KEPT = 30

let timer: ReturnType<typeof setTimeout> | undefined

/** Keeps the chats and the newest messages of those that were opened, a little later and not too often. */
export function keepSoon(): void {
  if (timer) return
  timer = setTimeout(() => {
    timer = undefined
    if (state.phase === 'signedIn' && state.listed) void writeKept('chats', snapshot()).catch(tellOnce)
  }, 2000)
}

let told = false

/** Whoever is signed in where nothing can be kept hears of it before the page is loaded again. */
function tellOnce(error: unknown): void {
  if (told || !(error instanceof DOMException)) return
  told = true
  toast(explain(error))
}

export interface Snapshot {
  me: number
  peers: unknown
  dialogs: unknown
  tops: unknown
  folders: unknown
  histories: Record<number, Message[]>
}

function snapshot(): Snapshot {
  const raw = unwrap(state)
  const histories: Record<number, Message[]> = {}
  for (const [chat, history] of Object.entries(raw.histories).slice(-CHATS_KEPT)) {
    if (!history?.end || Number(chat) === THREAD) continue
    const ids = history.ids.filter((id) => !isLocal(id)).slice(-MESSAGES_KEPT)
    histories[Number(chat)] = ids.map((id) => history.messages[id] as Message)
  }
  const tops = Object.fromEntries(Object.entries(raw.tops).filter(([, top]) => top && !isLocal(top.id)))
  return { me: raw.me, peers: raw.peers, dialogs: raw.dialogs, tops, folders: raw.folders, histories }
}
