/** What the page watches: a change tells those whom it concerns, and nobody else. A long history must stay as quick as a short one. */
import { createEffect, createRoot } from 'solid-js'
import { reconcile } from 'solid-js/store'
import { beforeEach, expect, test } from 'vitest'
import type { Message, Peer } from '../model/model'
import { apply } from './apply'
import { emptyDialog } from './emptyDialog'
import { idsOf } from './idsOf'
import { replyKeyboard } from './replyKeyboard'
import { emptyState, setState, state } from './store'
import { takeHistory } from './takeHistory'

const BOT = 7

const message = (id: number, parts: Partial<Message> = {}): Message => ({ id, chat: BOT, from: BOT, out: false, date: 1_700_000_000 + id, text: `number ${id}`, entities: [], reactions: [], ...parts })
const budi = (parts: Partial<Peer> = {}): Peer => ({ id: 5, kind: 'user', name: 'Budi', photo: { key: 'one', location: { volume: 1 } }, ...parts })

/** What `read` gives, as often as it is told of a change. */
function watched<T>(read: () => T): T[] {
  const seen: T[] = []
  createRoot(() => createEffect(() => seen.push(read())))
  return seen
}

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1 }))
  setState('dialogs', BOT, emptyDialog(BOT))
  takeHistory(BOT, [message(1), message(2), message(3)], { apart: true, start: true, end: true })
})

test('people who come along with an answer as they were are told to nobody', () => {
  apply({ kind: 'peers', peers: [budi()] })
  const names = watched(() => state.peers[5]?.name)
  const photos = watched(() => state.peers[5]?.photo?.key)
  apply({ kind: 'peers', peers: [budi()] })
  expect([names, photos]).toEqual([['Budi'], ['one']])
  apply({ kind: 'peers', peers: [budi({ name: 'Budi S.' })] })
  expect([names, photos]).toEqual([['Budi', 'Budi S.'], ['one']])
})

test('what somebody no longer has goes', () => {
  apply({ kind: 'peers', peers: [budi()] })
  apply({ kind: 'peers', peers: [{ id: 5, kind: 'user', name: 'Budi' }] })
  expect(state.peers[5]).toEqual({ id: 5, kind: 'user', name: 'Budi' })
})

test('the ids of a history tell of a message that came, and not of one that was changed', () => {
  const lists = watched(() => [...idsOf(BOT)])
  apply({ kind: 'edited', message: message(2, { text: 'other words' }) })
  expect(lists).toEqual([[1, 2, 3]])
  apply({ kind: 'message', message: message(4) })
  expect(lists).toEqual([[1, 2, 3], [1, 2, 3, 4]])
})

test('a keyboard is found when it comes, and is not looked for because another message was changed', () => {
  const found = watched(() => replyKeyboard(BOT)?.id)
  apply({ kind: 'edited', message: message(2, { text: 'other words' }) })
  expect(found).toEqual([undefined])
  apply({ kind: 'message', message: message(4, { keyboard: { kind: 'reply', rows: [[{ kind: 'text', text: 'Yes' }]], once: false, placeholder: '' } }) })
  expect(found).toEqual([undefined, 4])
  apply({ kind: 'deleted', ids: [4] })
  expect(found).toEqual([undefined, 4, undefined])
})
