import { expect, test } from 'vitest'
import { placedFromMarkup } from './placedFromMarkup'
import { placedMoved } from './placedMoved'
import { placedToMarkup } from './placedToMarkup'
import { parseMarkup } from './parseMarkup'
import { toMarkup } from './toMarkup'

const dove = (offset: number) => ({ offset, text: '🕊️', of: 'emoji?id=7' as const })

test('a custom emoji moves with the words before it, and goes when it is changed', () => {
  expect(placedMoved([dove(3)], 'hi 🕊️!', 'hi, 🕊️!')).toEqual([dove(4)])
  expect(placedMoved([dove(3)], 'hi 🕊️!', 'hi 🕊️, you!')).toEqual([dove(3)])
  expect(placedMoved([dove(3)], 'hi 🕊️!', 'hi !')).toEqual([])
  expect(placedMoved([dove(3)], 'hi 🕊️!', 'hi 🕊')).toEqual([])
  expect(placedMoved([dove(0), dove(3)], '🕊️🕊️', '🕊️')).toEqual([dove(0)])
  expect(placedMoved([dove(0)], '🕊️', '')).toEqual([])
})

test('what is sent counts in UTF-16, also behind styles and other emoji', () => {
  const source = placedToMarkup('🐦 **so** 🕊️ 🕊️', [dove(10), dove(14)])
  expect(parseMarkup(source)).toEqual({
    text: '🐦 so 🕊️ 🕊️',
    entities: [{ kind: 'bold', offset: 3, length: 2 }, { kind: 'emoji', offset: 6, length: 3, emoji: '7' }, { kind: 'emoji', offset: 10, length: 3, emoji: '7' }],
  })
})

test('the marks of custom emoji come out as they went in', () => {
  const all = [dove(4), dove(10)]
  const text = 'fly 🕊️ and 🕊️'
  const at = [text.indexOf('🕊️'), text.lastIndexOf('🕊️')]
  const placed = all.map((one, index) => ({ ...one, offset: at[index] as number }))
  expect(placedFromMarkup(placedToMarkup(text, placed))).toEqual({ text, placed })
  expect(placedFromMarkup('[a](https://b.c)')).toEqual({ text: '[a](https://b.c)', placed: [] })
})

test('somebody without a username is named by number, and stays so when the message is edited', () => {
  const source = placedToMarkup('ask Budi, please', [{ offset: 4, text: 'Budi', of: 'user?id=5' }])
  const { text, entities } = parseMarkup(source)
  expect(text).toBe('ask Budi, please')
  expect(entities).toEqual([{ kind: 'mention', offset: 4, length: 4, user: 5 }])
  expect(toMarkup(text, entities)).toBe(source)
})

test('numbers of custom emoji may be negative', () => {
  expect(parseMarkup('[🕊️](tg://emoji?id=-7)').entities).toEqual([{ kind: 'emoji', offset: 0, length: 3, emoji: '-7' }])
  expect(placedFromMarkup('[🕊️](tg://emoji?id=-7)').placed).toEqual([{ offset: 0, text: '🕊️', of: 'emoji?id=-7' }])
})

test('within code a custom emoji is its plain one', () => {
  const { text, entities } = parseMarkup(placedToMarkup('`a 🕊️`', [dove(3)]))
  expect(text).toBe('a 🕊️')
  expect(entities).toEqual([{ kind: 'code', offset: 0, length: 5 }])
})
