import type { Message, PeerId } from '../model/model'
import { isLocal } from './isLocal'
import { link } from './link'
import { state } from './store'
import { takeHistory } from './takeHistory'

/** How many messages one request asks for. */
const PAGE = 60

/** How often the newest are asked for again, because newer ones came meanwhile. */
const TRIES = 3

const running = new Map<string, Promise<void>>()

/** Fetches messages of a chat: the newest, those before or after what is there, or those around one. */
export function loadHistory(chat: PeerId, which: 'newest' | 'older' | 'newer' | { around: number } | { date: number }): Promise<void> {
  const key = `${chat} ${JSON.stringify(which)}`
  const known = running.get(key)
  if (known) return known
  const work = load(chat, which).finally(() => running.delete(key))
  running.set(key, work)
  return work
}

async function load(chat: PeerId, which: 'newest' | 'older' | 'newer' | { around: number } | { date: number }): Promise<void> {
  const protocol = await link()
  const history = state.histories[chat]
  if (which === 'newest') {
    for (let tries = 1; ; tries++) {
      const messages = await protocol.getHistory({ chat, limit: PAGE })
      takeNewest(chat, messages)
      const top = state.tops[chat]?.id ?? 0
      // One that came while the answer was on its way is not in it.
      if (isLocal(top) || top <= newestOf(messages) || tries === TRIES) return
    }
  }
  if (which === 'older') {
    const first = history?.ids[0]
    if (!history || first === undefined || isLocal(first)) return load(chat, 'newest')
    const messages = await protocol.getHistory({ chat, before: first, limit: PAGE })
    takeHistory(chat, messages, { start: messages.length < PAGE })
    return
  }
  if (which === 'newer') {
    const last = history?.ids.findLast((id) => !isLocal(id))
    if (last === undefined) return load(chat, 'newest')
    const messages = (await protocol.getHistory({ chat, after: last, limit: PAGE })).filter((message) => message.id > last)
    takeHistory(chat, messages, { end: messages.length === 0 || messages.some((one) => one.id >= (state.tops[chat]?.id ?? 0)) })
    return
  }
  const at = 'around' in which ? { around: which.around } : { date: which.date }
  const messages = await protocol.getHistory({ chat, ...at, limit: PAGE })
  takeHistory(chat, messages, { apart: true, start: false, end: newestOf(messages) >= (state.tops[chat]?.id ?? 0) })
}

const newestOf = (messages: readonly Message[]) => Math.max(0, ...messages.map((message) => message.id))

/** Takes the newest messages; older ones that are here stay, if there is no gap between. */
function takeNewest(chat: PeerId, messages: readonly Message[]): void {
  const history = state.histories[chat]
  const oldest = Math.min(...messages.map((message) => message.id))
  const follows = history?.end && messages.length === PAGE && history.ids.some((id) => id < oldest) && history.ids.includes(oldest)
  if (!history || !follows) {
    takeHistory(chat, messages, { apart: true, end: true, start: messages.length < PAGE })
    return
  }
  const there = new Set(messages.map((message) => message.id))
  const older = history.ids.filter((id) => id < oldest && !there.has(id)).map((id) => history.messages[id] as Message)
  takeHistory(chat, [...older, ...messages], { apart: true, end: true, start: history.start })
}
