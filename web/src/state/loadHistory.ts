import type { PeerId } from '../model/model'
import { isLocal } from './isLocal'
import { link } from './link'
import { state } from './store'
import { takeHistory } from './takeHistory'

/** How many messages one request asks for. */
const PAGE = 60

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
    const messages = await protocol.getHistory({ chat, limit: PAGE })
    takeHistory(chat, messages, { apart: true, end: true, start: messages.length < PAGE })
    return
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
  const newest = Math.max(0, ...messages.map((message) => message.id))
  takeHistory(chat, messages, { apart: true, start: false, end: newest >= (state.tops[chat]?.id ?? 0) })
}
