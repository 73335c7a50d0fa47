import type { Message, PeerId } from '../model/model'
import { Trouble } from '../model/trouble'
import { isLocal } from './isLocal'
import type { Page } from '../protocol/pageAt'
import { link } from './link'
import { state } from './store'
import { takeHistory } from './takeHistory'
import { inThread } from './inThread'
import { THREAD } from './thread'

/** How many messages one request asks for. */
const PAGE = 60

/** How often the newest are asked for again, because newer ones came meanwhile. */
const TRIES = 3

const running = new Map<string, Promise<void>>()

/** Fetches messages of a chat: the newest, those before or after what is there, or those around one. */
export function loadHistory(chat: PeerId, which: 'newest' | 'older' | 'newer' | { around: number } | { date: number }): Promise<void> {
  const key = `${chat === THREAD ? `${state.thread?.chat} ${state.thread?.top}` : chat} ${JSON.stringify(which)}`
  const known = running.get(key)
  if (known) return known
  const work = load(chat, which).finally(() => running.delete(key))
  running.set(key, work)
  return work
}

async function load(chat: PeerId, which: 'newest' | 'older' | 'newer' | { around: number } | { date: number }): Promise<void> {
  const get = await getter(chat)
  const history = state.histories[chat]
  if (which === 'newest') {
    for (let tries = 1; ; tries++) {
      const messages = await get({})
      takeNewest(chat, messages)
      const newest = state.tops[chat === THREAD ? (state.thread?.chat ?? 0) : chat]
      const top = newest && (chat !== THREAD || inThread(newest)) ? newest.id : 0
      // One that came while the answer was on its way is not in it.
      if (isLocal(top) || top <= newestOf(messages) || tries === TRIES) return
    }
  }
  if (which === 'older') {
    const first = history?.ids[0]
    if (!history || first === undefined || isLocal(first)) return load(chat, 'newest')
    const messages = await get({ before: first })
    takeHistory(chat, messages, { start: messages.length < PAGE })
    return
  }
  if (which === 'newer') {
    const last = history?.ids.findLast((id) => !isLocal(id))
    if (last === undefined) return load(chat, 'newest')
    const messages = (await get({ after: last })).filter((message) => message.id > last)
    takeHistory(chat, messages, { end: messages.length === 0 || (chat === THREAD ? messages.length < PAGE / 2 : messages.some((one) => one.id >= (state.tops[chat]?.id ?? 0))) })
    return
  }
  const at = 'around' in which ? { around: which.around } : { date: which.date }
  const messages = await get(at)
  takeHistory(chat, messages, { apart: true, start: false, end: chat === THREAD ? messages.length < PAGE / 2 : newestOf(messages) >= (state.tops[chat]?.id ?? 0) })
}

/** Asks for messages of a chat, or of the open thread; what comes after another thread was opened is not wanted. */
async function getter(chat: PeerId): Promise<(page: Omit<Page, 'limit'>) => Promise<Message[]>> {
  const protocol = await link()
  const { thread } = state
  if (chat !== THREAD) return (page) => protocol.getHistory({ chat, ...page, limit: PAGE })
  if (!thread) throw new Trouble('cancelled')
  const { chat: group, top } = thread
  return async (page) => {
    const messages = await protocol.getThread({ chat: group, top, ...page, limit: PAGE })
    if (state.thread?.chat !== group || state.thread.top !== top) throw new Trouble('cancelled')
    return messages
  }
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
