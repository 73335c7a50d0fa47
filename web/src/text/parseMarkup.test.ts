import { expect, test } from 'vitest'
import { parseMarkup } from './parseMarkup'
import { toMarkup } from './toMarkup'

test('marks become entities and vanish from the text', () => {
  expect(parseMarkup('Hello **big** __slanted__ ~~gone~~ ||secret|| `code`')).toEqual({
    text: 'Hello big slanted gone secret code',
    entities: [
      { kind: 'bold', offset: 6, length: 3 },
      { kind: 'italic', offset: 10, length: 7 },
      { kind: 'strike', offset: 18, length: 4 },
      { kind: 'spoiler', offset: 23, length: 6 },
      { kind: 'code', offset: 30, length: 4 },
    ],
  })
})

test('marks stand in each other, and a mark without its partner stays as it was written', () => {
  expect(parseMarkup('**a __b__ c**').entities).toEqual([
    { kind: 'bold', offset: 0, length: 5 },
    { kind: 'italic', offset: 2, length: 1 },
  ])
  expect(parseMarkup('2 ** 3 and a__b')).toEqual({ text: '2 ** 3 and a__b', entities: [] })
  expect(parseMarkup('****')).toEqual({ text: '****', entities: [] })
})

test('nothing is styled inside code, and a fenced block keeps its language', () => {
  expect(parseMarkup('`**x**`')).toEqual({ text: '**x**', entities: [{ kind: 'code', offset: 0, length: 5 }] })
  expect(parseMarkup('see\n```rust\nfn main() {}\n```')).toEqual({
    text: 'see\nfn main() {}',
    entities: [{ kind: 'pre', offset: 4, length: 12, language: 'rust' }],
  })
})

test('a link has a text of its own, and no script can be one', () => {
  expect(parseMarkup('[here](https://example.org/a)').entities).toEqual([
    { kind: 'link', offset: 0, length: 4, url: 'https://example.org/a' },
  ])
  expect(parseMarkup('[x](javascript:alert(1))').entities).toEqual([])
})

test('white space around is cut and offsets move along', () => {
  expect(parseMarkup('  **a**  ')).toEqual({ text: 'a', entities: [{ kind: 'bold', offset: 0, length: 1 }] })
})

test('what was parsed can be written again', () => {
  for (const source of ['a **b __c__ d** e', '```js\nlet a\n```', '[x](https://example.org/) and `y`', '||s||', 'a [🕊](tg://emoji?id=5368324170671202286) b']) {
    const { text, entities } = parseMarkup(source)
    expect(toMarkup(text, entities)).toBe(source)
  }
})
