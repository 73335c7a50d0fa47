import { expect, test } from 'vitest'
import type { Message } from '../model/model'
import { albumOf } from './albumOf'

const photo = { kind: 'photo', width: 4, height: 3, full: { key: '', location: undefined } } as const

function chat(...albums: (string | undefined)[]) {
  const messages: Record<number, Message> = {}
  albums.forEach((album, index) => {
    messages[index + 1] = { id: index + 1, chat: 7, out: false, date: 0, text: '', entities: [], reactions: [], media: photo, ...(album ? { album } : {}) }
  })
  return { messages, ids: albums.map((_, index) => index + 1) }
}

test('the first of an album shows all that follow, and the others stand within it', () => {
  const { ids, messages } = chat(undefined, 'a', 'a', 'a', 'b')
  expect(albumOf(ids, messages, 1)).toBeUndefined()
  expect(albumOf(ids, messages, 2)).toEqual({ shown: [messages[2], messages[3], messages[4]] })
  expect(albumOf(ids, messages, 4)).toEqual({ within: 2 })
  expect(albumOf(ids, messages, 5)).toBeUndefined()
})

test('where only a part of the chat is in the page, the first of that part shows the rest', () => {
  const { messages } = chat('a', 'a', 'a')
  expect(albumOf([2, 3], messages, 2)).toEqual({ shown: [messages[2], messages[3]] })
})

test('a file among the photos of an album stands by itself', () => {
  const { ids, messages } = chat('a', 'a', 'a')
  messages[2] = { ...(messages[2] as Message), media: { kind: 'file', name: 'x', size: 1, mime: '', full: photo.full } }
  expect(albumOf(ids, messages, 1)).toBeUndefined()
  expect(albumOf(ids, messages, 2)).toBeUndefined()
})
