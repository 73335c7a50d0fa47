/** What keeps the rooms apart: views know no protocol, and below the views nobody knows a view. */
import { expect, test } from 'vitest'

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
