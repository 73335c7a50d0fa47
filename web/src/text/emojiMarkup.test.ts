import { expect, test } from 'vitest'
import { emojiFromMarkup } from './emojiFromMarkup'
import { emojiMoved } from './emojiMoved'
import { emojiToMarkup } from './emojiToMarkup'
import { parseMarkup } from './parseMarkup'

const dove = (offset: number) => ({ offset, text: '🕊️', id: '7' })

test('a custom emoji moves with the words before it, and goes when it is changed', () => {
  expect(emojiMoved([dove(3)], 'hi 🕊️!', 'hi, 🕊️!')).toEqual([dove(4)])
  expect(emojiMoved([dove(3)], 'hi 🕊️!', 'hi 🕊️, you!')).toEqual([dove(3)])
  expect(emojiMoved([dove(3)], 'hi 🕊️!', 'hi !')).toEqual([])
  expect(emojiMoved([dove(3)], 'hi 🕊️!', 'hi 🕊')).toEqual([])
  expect(emojiMoved([dove(0), dove(3)], '🕊️🕊️', '🕊️')).toEqual([dove(0)])
  expect(emojiMoved([dove(0)], '🕊️', '')).toEqual([])
})

test('what is sent counts in UTF-16, also behind styles and other emoji', () => {
  const source = emojiToMarkup('🐦 **so** 🕊️ 🕊️', [dove(10), dove(14)])
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
  expect(emojiFromMarkup(emojiToMarkup(text, placed))).toEqual({ text, emoji: placed })
  expect(emojiFromMarkup('[a](https://b.c)')).toEqual({ text: '[a](https://b.c)', emoji: [] })
})

test('within code a custom emoji is its plain one', () => {
  const { text, entities } = parseMarkup(emojiToMarkup('`a 🕊️`', [dove(3)]))
  expect(text).toBe('a 🕊️')
  expect(entities).toEqual([{ kind: 'code', offset: 0, length: 5 }])
})
