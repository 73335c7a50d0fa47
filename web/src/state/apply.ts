/** Takes what the protocol tells into the store. It asks for nothing; what must be asked for is given back. */
import { batch } from 'solid-js'
import { produce, reconcile, unwrap } from 'solid-js/store'
import type { Dialog, Happening, Media, Message, PeerId } from '../model/model'
import { emptyDialog } from './emptyDialog'
import { indexIn } from './indexIn'
import { isLocal } from './isLocal'
import { isOnlySeen } from './isOnlySeen'
import { setTop } from './setTop'
import { inThread } from './inThread'
import { placesOf } from './placesOf'
import { THREAD } from './thread'
import { type History, setState, state } from './store'

/** What is to be asked for now. */
export type Wish =
  | { kind: 'folders' }
  | { kind: 'dialogs' }
  | { kind: 'pinned'; chat: PeerId }
  | { kind: 'chat'; chat: PeerId }
  | { kind: 'notify'; message: Message }

export function apply(happening: Happening): Wish[] {
  return batch(() => take(happening))
}

function take(happening: Happening): Wish[] {
  switch (happening.kind) {
    case 'peers':
      // Each answer brings its people along, mostly as they were: only what is new of them may cost the page something.
      for (const peer of happening.peers) setState('peers', peer.id, reconcile(peer))
      return []
    case 'message':
      return arrive(happening.message)
    case 'edited':
      change(happening.message.chat, happening.message.id, (message) => {
        Object.assign(message, happening.message)
        // What the edit took away goes, such as the page of a link.
        for (const part of ['media', 'page', 'keyboard'] as const) if (!happening.message[part]) delete message[part]
      })
      return []
    case 'sent':
      sent(happening.chat, happening.local, happening.message)
      return []
    case 'deleted':
      return remove(happening.chat, happening.ids)
    case 'scheduled':
      setState('scheduled', happening.message.chat, { [happening.message.id]: happening.message })
      return []
    case 'unscheduled':
      setState('scheduled', happening.chat, produce((known: Record<number, Message> | undefined) => {
        if (known) for (const id of happening.ids) delete known[id]
      }))
      return []
    case 'readInbox': {
      const { chat, upTo, unread } = happening
      dialog(chat, (known) => {
        if (upTo < known.readInbox) return
        known.unread = unread ?? unreadAfter(chat, upTo, known.unread)
        known.readInbox = upTo
        if (known.unread === 0) known.mentions = 0
        known.marked = false
      })
      return []
    }
    case 'readOutbox':
      dialog(happening.chat, (known) => {
        known.readOutbox = Math.max(known.readOutbox, happening.upTo)
      })
      return []
    case 'typing': {
      const { chat, who, what } = happening
      if (!state.typing[chat]) setState('typing', chat, {})
      setState('typing', chat, who, what && { what, until: Date.now() + 6000 })
      return []
    }
    case 'presence':
      if (state.peers[happening.who]) setState('peers', happening.who, 'presence', reconcile(happening.presence))
      return []
    case 'draft':
      if (state.dialogs[happening.chat]) setState('dialogs', happening.chat, 'draft', happening.draft)
      return []
    case 'pinnedDialog': {
      const { chat, pinned } = happening
      if (!state.dialogs[chat]) return [{ kind: 'dialogs' }]
      const first = Math.min(0, ...Object.values(state.dialogs).map((known) => known.pin ?? 0)) - 1
      setState('dialogs', chat, 'pin', pinned ? first : undefined)
      return []
    }
    case 'pinnedOrder': {
      const { archived, chats } = happening
      if (!chats) return [{ kind: 'dialogs' }]
      for (const known of Object.values(state.dialogs)) {
        if (known.archived !== archived) continue
        const place = chats.indexOf(known.chat)
        setState('dialogs', known.chat, 'pin', place < 0 ? undefined : place)
      }
      return []
    }
    case 'archived': {
      const wishes: Wish[] = []
      for (const { chat, archived } of happening.chats) {
        if (!state.dialogs[chat]) wishes.push({ kind: 'dialogs' })
        else dialog(chat, (known) => {
          known.archived = archived
          delete known.pin
        })
      }
      return wishes
    }
    case 'marked':
      if (state.dialogs[happening.chat]) setState('dialogs', happening.chat, 'marked', happening.marked)
      return []
    case 'muted':
      if (state.dialogs[happening.chat]) setState('dialogs', happening.chat, 'mutedUntil', happening.until)
      return []
    case 'reactions':
      change(happening.chat, happening.id, (message) => {
        message.reactions = happening.reactions
      })
      return []
    case 'poll':
      poll(happening)
      return []
    case 'page':
      page(happening.id, happening.media)
      return []
    case 'pinnedMessages':
      for (const id of happening.ids) {
        change(happening.chat, id, (message) => {
          message.pinned = happening.pinned
        })
      }
      return [{ kind: 'pinned', chat: happening.chat }]
    case 'views':
      change(happening.chat, happening.id, (message) => {
        message.views = happening.views
      })
      return []
    case 'foldersChanged':
      return [{ kind: 'folders' }]
    case 'chatChanged':
      return [{ kind: 'chat', chat: happening.chat }]
    case 'connection':
      setState('connection', happening.connection)
      return []
    default:
      return []
  }
}

function dialog(chat: PeerId, change: (known: Dialog) => void): void {
  if (state.dialogs[chat]) setState('dialogs', chat, produce(change))
}

/** Changes a message wherever it is shown. */
function change(chat: PeerId, id: number, how: (message: Message) => void): void {
  for (const place of placesOf(chat)) {
    if (state.histories[place]?.messages[id]) setState('histories', place, 'messages', id, produce(how))
  }
  if (state.tops[chat]?.id === id) setState('tops', chat, produce(how as (message: Message | undefined) => void))
  const at = state.pinned[chat]?.findIndex((message) => message.id === id) ?? -1
  if (at >= 0) setState('pinned', chat, at, produce(how))
}

function arrive(message: Message): Wish[] {
  const { chat, id } = message
  const history = state.histories[chat]
  if (inThread(message) && state.histories[THREAD]?.end) insert(THREAD, message)
  if (history?.messages[id]) {
    change(chat, id, (known) => Object.assign(known, message))
    return []
  }
  if (history?.end) insert(chat, message)
  const wishes: Wish[] = []
  const known = state.dialogs[chat]
  // What one only looks at, such as a group of comments, is no chat of the list.
  if (!known && isOnlySeen(chat)) return []
  if (!known) {
    setState('dialogs', chat, emptyDialog(chat))
    // What the server knows of the chat beside this message (muted, archived, read) is not in it.
    wishes.push({ kind: 'chat', chat })
  }
  if (id > (state.tops[chat]?.id ?? 0) || isLocal(state.tops[chat]?.id ?? 0)) {
    setTop(chat, message)
  }
  dialog(chat, (dialog) => {
    if (id <= dialog.top) return
    dialog.top = id
    if (message.out) {
      dialog.marked = false
      return
    }
    if (id > dialog.readInbox) {
      dialog.unread++
      if (message.mentioned) dialog.mentions++
    }
  })
  if (message.from !== undefined && state.typing[chat]?.[message.from]) {
    setState('typing', chat, message.from, undefined)
  }
  if (!message.out && !message.action) wishes.push({ kind: 'notify', message })
  return wishes
}

function insert(chat: PeerId, message: Message): void {
  setState('histories', chat, produce((history: History | undefined) => {
    if (!history) return
    history.messages[message.id] = message
    history.ids = withId(unwrap(history.ids), message.id)
  }))
}

/** Ascending ids with one more among them. */
function withId(ids: readonly number[], id: number): number[] {
  const at = indexIn(ids, id)
  return ids[at] === id ? [...ids] : [...ids.slice(0, at), id, ...ids.slice(at)]
}

/** A message of this device now has its place among those of the server. */
function sent(chat: PeerId, local: number, message: Message): void {
  const seen = !state.dialogs[chat] && isOnlySeen(chat)
  const top = state.tops[chat]
  if (!seen && (!top || top.id === local || message.id >= top.id || isLocal(top.id))) setTop(chat, message)
  if (!seen && !state.dialogs[chat]) setState('dialogs', chat, emptyDialog(chat))
  dialog(chat, (known) => {
    known.top = Math.max(known.top, message.id)
  })
  for (const place of placesOf(chat)) {
    if (place === THREAD && !state.histories[THREAD]?.messages[local]) continue
    setState('histories', place, produce((history: History | undefined) => {
      if (!history) return
      delete history.messages[local]
      const others = unwrap(history.ids).filter((id) => id !== local && id !== message.id)
      history.ids = history.end ? withId(others, message.id) : others
      if (history.end) history.messages[message.id] = message
    }))
  }
}

function remove(chat: PeerId | undefined, ids: number[]): Wish[] {
  const gone = new Set(ids)
  // Ids of private chats and basic groups are one row of numbers; only channels have their own.
  const chats = chat !== undefined ? placesOf(chat) : Object.keys({ ...state.tops, ...state.histories }).map(Number).filter((one) => one > -1_000_000_000_000 && one !== THREAD)
  const wishes: Wish[] = []
  for (const one of chats) {
    const history = unwrap(state.histories[one])
    const unread = ids.filter((id) => id > (state.dialogs[one]?.readInbox ?? 0) && history?.messages[id]?.out === false)
    if (unread.length) {
      dialog(one, (known) => {
        known.unread = Math.max(0, known.unread - unread.length)
      })
    }
    if (history?.ids.some((id) => gone.has(id))) {
      setState('histories', one, produce((known: History | undefined) => {
        if (!known) return
        known.ids = unwrap(known.ids).filter((id) => !gone.has(id))
        for (const id of ids) delete known.messages[id]
      }))
    }
    if (state.pinned[one]?.some((message) => gone.has(message.id))) {
      setState('pinned', one, (known) => known?.filter((message) => !gone.has(message.id)))
    }
    const top = state.tops[one]
    if (top && gone.has(top.id)) {
      const left = state.histories[one]
      const last = left?.end ? left.ids.findLast((id) => !isLocal(id)) : undefined
      if (last !== undefined && left?.messages[last]) setTop(one, left.messages[last])
      else wishes.push({ kind: 'chat', chat: one })
    }
  }
  return wishes
}

/** How many are unread after `upTo`, as far as it can be told here. */
function unreadAfter(chat: PeerId, upTo: number, unread: number): number {
  const history = unwrap(state.histories[chat])
  if (upTo >= (state.tops[chat]?.id ?? 0)) return 0
  if (!history?.end || (history.ids[0] ?? 0) > upTo) return unread
  return history.ids.filter((id) => id > upTo && !isLocal(id) && history.messages[id]?.out === false).length
}

/** What the server found for the messages that link to a page. */
function page(id: string, media: Media | undefined): void {
  const loaded = Object.values(unwrap(state.histories)).flatMap((history) => Object.values(history?.messages ?? {}))
  for (const waiting of [...loaded, ...Object.values(unwrap(state.tops))]) {
    if (waiting?.page !== id) continue
    change(waiting.chat, waiting.id, (message) => {
      delete message.page
      if (media) message.media = { ...media }
    })
  }
}

function poll(happening: Happening & { kind: 'poll' }): void {
  for (const [chat, history] of Object.entries(unwrap(state.histories))) {
    if (!history) continue
    for (const id of history.ids) {
      const media = history.messages[id]?.media
      if (media?.kind !== 'poll' || media.poll.id !== happening.id) continue
      setState('histories', Number(chat), 'messages', id, produce((message: Message) => {
        if (message.media?.kind !== 'poll') return
        const poll = message.media.poll
        if (happening.poll) message.media.poll = { ...happening.poll, options: happening.poll.options.map((option) => ({ ...option })) }
        else if (happening.results) {
          poll.total = happening.total ?? poll.total
          for (const result of happening.results) {
            const option = poll.options.find((one) => one.key === result.key)
            if (option) Object.assign(option, result)
          }
          poll.voted = poll.options.some((option) => option.chosen)
        }
      }))
    }
  }
}
