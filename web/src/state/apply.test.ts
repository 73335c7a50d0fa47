import { beforeEach, expect, test } from 'vitest'
import { reconcile } from 'solid-js/store'
import type { Message } from '../model/model'
import { apply } from './apply'
import { emptyDialog } from './emptyDialog'
import { LOCAL_IDS } from './isLocal'
import { sortedDialogs } from './sortedDialogs'
import { emptyState, setState, state } from './store'
import { show } from './show'
import { takeHistory } from './takeHistory'

const CHAT = 7

function message(id: number, parts: Partial<Message> = {}): Message {
  return { id, chat: CHAT, from: CHAT, out: false, date: 1_700_000_000 + id, text: `number ${id}`, entities: [], reactions: [], ...parts }
}

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1 }))
  setState('dialogs', CHAT, emptyDialog(CHAT))
  takeHistory(CHAT, [message(1), message(2)], { apart: true, start: true, end: true })
})

const ids = () => state.histories[CHAT]?.ids

test('a message that comes twice is there once and counted once', () => {
  apply({ kind: 'message', message: message(3) })
  apply({ kind: 'message', message: message(3) })
  expect(ids()).toEqual([1, 2, 3])
  expect(state.dialogs[CHAT]?.unread).toBe(1)
  expect(state.tops[CHAT]?.id).toBe(3)
})

test('messages that come out of order stand in order', () => {
  for (const id of [9, 4, 6]) apply({ kind: 'message', message: message(id) })
  expect(ids()).toEqual([1, 2, 4, 6, 9])
  expect(state.tops[CHAT]?.id).toBe(9)
})

test('a sent message takes the place of the one that only this device had', () => {
  const local = message(LOCAL_IDS + 5, { out: true, sending: 'now' })
  takeHistory(CHAT, [local], {})
  apply({ kind: 'message', message: message(3) })
  apply({ kind: 'sent', chat: CHAT, local: local.id, message: message(4, { out: true }) })
  expect(ids()).toEqual([1, 2, 3, 4])
  expect(state.histories[CHAT]?.messages[local.id]).toBeUndefined()
})

test('a history with a gap at its end takes no newer message, so it never shows one that does not follow', () => {
  takeHistory(CHAT, [message(1)], { apart: true, end: false })
  apply({ kind: 'message', message: message(50) })
  expect(ids()).toEqual([1])
  expect(state.tops[CHAT]?.id).toBe(50)
})

test('reading clears what is unread up to there, and never goes back', () => {
  for (const id of [3, 4, 5]) apply({ kind: 'message', message: message(id) })
  apply({ kind: 'readInbox', chat: CHAT, upTo: 4 })
  expect(state.dialogs[CHAT]?.unread).toBe(1)
  apply({ kind: 'readInbox', chat: CHAT, upTo: 3, unread: 2 })
  expect(state.dialogs[CHAT]).toMatchObject({ unread: 1, readInbox: 4 })
})

test('a deleted newest message gives its place in the list to the one before', () => {
  apply({ kind: 'message', message: message(3) })
  apply({ kind: 'deleted', ids: [3] })
  expect(ids()).toEqual([1, 2])
  expect(state.tops[CHAT]?.id).toBe(2)
  expect(state.dialogs[CHAT]?.unread).toBe(0)
})

test('ids of a channel are its own: a delete among people leaves them alone', () => {
  const channel = -1_000_000_000_005
  setState('dialogs', channel, emptyDialog(channel))
  takeHistory(channel, [message(2, { chat: channel })], { apart: true, end: true })
  apply({ kind: 'deleted', ids: [2] })
  expect(state.histories[channel]?.ids).toEqual([2])
  apply({ kind: 'deleted', chat: channel, ids: [2] })
  expect(state.histories[channel]?.ids).toEqual([])
})

test('an edit and reactions change the message wherever it is shown', () => {
  apply({ kind: 'message', message: message(3) })
  apply({ kind: 'edited', message: message(3, { text: 'new' }) })
  apply({ kind: 'reactions', chat: CHAT, id: 3, reactions: [{ emoji: '🔥', count: 2, mine: true }] })
  expect(state.histories[CHAT]?.messages[3]).toMatchObject({ text: 'new', reactions: [{ emoji: '🔥' }] })
  expect(state.tops[CHAT]).toMatchObject({ text: 'new', reactions: [{ emoji: '🔥' }] })
})

test('a page that was looked at is shown in every message that waits for it, and goes when an edit takes the link away', () => {
  const media = { kind: 'link' as const, url: 'https://example.org/', site: 'Example', title: 'Pigeons', text: '' }
  for (const id of [3, 4]) apply({ kind: 'message', message: message(id, { page: '9' }) })
  apply({ kind: 'message', message: message(5, { page: '10' }) })
  apply({ kind: 'page', id: '9', media })
  const shown = (id: number) => state.histories[CHAT]?.messages[id]?.media
  expect([3, 4, 5].map(shown)).toEqual([media, media, undefined])
  apply({ kind: 'page', id: '10' })
  expect(state.tops[CHAT]?.page).toBeUndefined()
  apply({ kind: 'edited', message: message(3, { text: 'no link' }) })
  expect([3, 4].map(shown)).toEqual([undefined, media])
})

test('chats on top stand first, then the newest, and the archive is apart', () => {
  for (const [chat, date] of [[10, 100], [11, 300], [12, 200]] as const) {
    setState('dialogs', chat, emptyDialog(chat))
    setState('tops', chat, message(chat, { chat, date }))
  }
  expect(sortedDialogs({ archived: false }).slice(0, 3)).toEqual([11, 12, 10])
  apply({ kind: 'pinnedDialog', chat: 10, pinned: true })
  apply({ kind: 'archived', chats: [{ chat: 12, archived: true }] })
  expect(sortedDialogs({ archived: false }).slice(0, 2)).toEqual([10, 11])
  expect(sortedDialogs({ archived: true })).toEqual([12])
})

test('a newer message never writes over the one that was newest before', () => {
  const bold = [{ kind: 'bold' as const, offset: 0, length: 2 }]
  apply({ kind: 'message', message: message(3) })
  apply({ kind: 'message', message: message(4, { entities: bold }) })
  const local = message(LOCAL_IDS + 1, { out: true, text: 'mine' })
  show(local)
  apply({ kind: 'sent', chat: CHAT, local: local.id, message: message(5, { out: true, text: 'mine' }) })
  expect(state.histories[CHAT]?.messages[3]).toEqual(message(3))
  expect(state.histories[CHAT]?.messages[4]).toEqual(message(4, { entities: bold }))
  expect(state.tops[CHAT]?.text).toBe('mine')
})

test('a scheduled message that was sent or deleted no longer waits', () => {
  apply({ kind: 'scheduled', message: message(1, { scheduled: true }) })
  apply({ kind: 'scheduled', message: message(2, { scheduled: true }) })
  apply({ kind: 'unscheduled', chat: CHAT, ids: [1] })
  expect(Object.keys(state.scheduled[CHAT] ?? {})).toEqual(['2'])
})
