/** What keeps the rooms apart: views know no protocol, and below the views nobody knows a view, and each file has one function. */
import { expect, test } from 'vitest'
import { en } from './text/en'
import { id } from './text/id'
import type { Key } from './text/language'

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

const within = (folder: string) => Object.entries(sources).filter(([path]) => path.startsWith(`./${folder}/`))
const imports = (text: string) => [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((found) => found[1] ?? '')
const breaking = (folder: string, forbidden: RegExp) =>
  within(folder).filter(([, text]) => imports(text).some((from) => forbidden.test(from))).map(([path]) => path)

test('views know no protocol', () => {
  expect(within('views').length).toBeGreaterThan(10)
  expect(breaking('views', /\/protocol|^@mtcute/)).toEqual([])
})

test('state and protocol know no views, and the protocol knows no state', () => {
  expect(breaking('state', /\/views\//)).toEqual([])
  expect(breaking('protocol', /\/(views|state)\//)).toEqual([])
})

test('below the views a file exports one function, and its own types and constants with it', () => {
  // A value that people watch and the function that changes it are one thing, such as `store.ts`.
  const written = /^export (?:async )?function\*? (\w+)|^export (?:const|let) (\w+)(?:: [^=\n]+(?:=> [^=\n]+)?)? = (?:async )?(?:<|\(|\w+ =>|function\b)/gm
  const functions = (text: string) => [...text.matchAll(written)].map(([, one, two]) => one ?? two ?? '')
  expect(functions('export const f = (id: number) => id\nexport const g = async <T>(one: T) => one\nexport async function h() {}\nexport const N = 1\n')).toEqual(['f', 'g', 'h'])
  const below = ['model', 'protocol', 'state', 'text'].flatMap(within).filter(([path]) => !path.includes('.test.'))
  expect(below.length).toBeGreaterThan(300)
  expect(below.map(([path, text]) => [path, ...functions(text)]).filter((found) => found.length > 2)).toEqual([])
})

test('the languages have the same words with the same gaps', () => {
  const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join()
  expect(Object.keys(id)).toEqual(Object.keys(en))
  expect(Object.keys(en).filter((key) => gaps(en[key as Key]) !== gaps(id[key as Key]))).toEqual([])
})
