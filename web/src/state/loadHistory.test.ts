import { beforeEach, expect, test, vi } from 'vitest'
import { reconcile } from 'solid-js/store'
import type { Message } from '../model/model'
import { apply } from './apply'
import { emptyDialog } from './emptyDialog'
import { loadHistory } from './loadHistory'
import { emptyState, setState, state } from './store'
import { takeHistory } from './takeHistory'

const CHAT = 7

function message(id: number): Message {
  return { id, chat: CHAT, from: CHAT, out: false, date: 1_700_000_000 + id, text: `number ${id}`, entities: [], reactions: [] }
}
const upTo = (last: number, first = Math.max(1, last - 59)) => Array.from({ length: last - first + 1 }, (_, index) => message(first + index))

const getHistory = vi.hoisted(() => vi.fn())
vi.mock('./link', () => ({ link: async () => ({ getHistory }) }))

beforeEach(() => {
  getHistory.mockReset()
  setState(reconcile({ ...emptyState(), me: 1 }))
  setState('dialogs', CHAT, emptyDialog(CHAT))
})

const ids = () => state.histories[CHAT]?.ids

test('a message that comes while the newest are on their way is asked for again and is there', async () => {
  getHistory.mockImplementationOnce(async () => {
    const answer = upTo(3)
    apply({ kind: 'message', message: message(4) })
    return answer
  })
  getHistory.mockResolvedValueOnce(upTo(4))
  await loadHistory(CHAT, 'newest')
  expect(ids()).toEqual([1, 2, 3, 4])
  expect(state.histories[CHAT]?.end).toBe(true)
})

test('it asks no more than three times, though the list knows of a message that is gone', async () => {
  setState('tops', CHAT, message(9))
  getHistory.mockResolvedValue(upTo(3))
  await loadHistory(CHAT, 'newest')
  expect(getHistory).toHaveBeenCalledTimes(3)
  expect(ids()).toEqual([1, 2, 3])
})

test('after a new connection older messages stay where there is no gap, and what is deleted goes', async () => {
  takeHistory(CHAT, upTo(100, 1), { apart: true, start: true, end: true })
  getHistory.mockResolvedValueOnce([...upTo(100, 42).filter((one) => one.id !== 70), message(101), message(102)])
  await loadHistory(CHAT, 'newest')
  expect(ids()?.length).toBe(101)
  expect(ids()).toContain(1)
  expect(ids()).not.toContain(70)
  expect(state.histories[CHAT]?.start).toBe(true)
})

test('where there is a gap, what is older goes, so that nothing seems to follow that does not', async () => {
  takeHistory(CHAT, upTo(20, 1), { apart: true, start: true, end: true })
  getHistory.mockResolvedValueOnce(upTo(200))
  await loadHistory(CHAT, 'newest')
  expect(ids()?.[0]).toBe(141)
  expect(state.histories[CHAT]?.start).toBe(false)
})
