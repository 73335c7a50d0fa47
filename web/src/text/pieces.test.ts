import { expect, test } from 'vitest'
import { linkUrl } from './linkUrl'
import { pieces } from './pieces'

test('a text is cut along its entities, one in the other', () => {
  const bold = { kind: 'bold' as const, offset: 2, length: 5 }
  const italic = { kind: 'italic' as const, offset: 4, length: 2 }
  expect(pieces('ab cdefgh', [italic, bold])).toEqual([
    'ab',
    { entity: bold, inside: [' c', { entity: italic, inside: ['de'] }, 'f'] },
    'gh',
  ])
})

test('entities that overlap or reach past the end lose nothing of the text', () => {
  const plain = (all: ReturnType<typeof pieces>): string => all.map((one) => (typeof one === 'string' ? one : plain(one.inside))).join('')
  const all = [
    { kind: 'bold' as const, offset: 0, length: 4 },
    { kind: 'italic' as const, offset: 2, length: 6 },
    { kind: 'code' as const, offset: 7, length: 50 },
  ]
  expect(plain(pieces('abcdefghij', all))).toBe('abcdefghij')
})

test('only harmless links can be followed', () => {
  expect(linkUrl('example.org/a')).toBe('https://example.org/a')
  expect(linkUrl('mailto:a@example.org')).toBe('mailto:a@example.org')
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'https://']) expect(linkUrl(bad)).toBeUndefined()
})
