import { beforeEach, expect, test, vi } from 'vitest'
import { reconcile } from 'solid-js/store'
import { emptyDialog } from './emptyDialog'
import { openHistory } from './openHistory'
import { emptyState, setState } from './store'

const stand = vi.hoisted(() => ({ getHistory: vi.fn(), searchChat: vi.fn() }))
vi.mock('./link', () => ({ link: async () => stand }))

const CHAT = 7

beforeEach(() => {
  setState(reconcile({ ...emptyState(), me: 1 }))
  stand.getHistory.mockReset().mockResolvedValue([])
  stand.searchChat.mockReset().mockResolvedValue({ messages: [], total: 0 })
})

const asked = async (unread: number, readInbox: number) => {
  setState('dialogs', CHAT, { ...emptyDialog(CHAT), unread, readInbox })
  await openHistory(CHAT)
  return stand.getHistory.mock.calls[0]?.[0]
}

test('a chat with many unread messages opens where one has stopped to read', async () => {
  expect(await asked(200, 31)).toMatchObject({ chat: CHAT, around: 31 })
})

test('a chat in which nothing was read yet opens at its first message', async () => {
  expect(await asked(200, 0)).toMatchObject({ chat: CHAT, around: 1 })
})

test('a chat with few unread messages opens with the newest', async () => {
  expect(await asked(3, 31)).not.toHaveProperty('around')
})
