/** The sizes of the built client, packed as browsers get it: what loads before somebody signs in, and all of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
const files = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.br'))
const size = (name) => statSync(join(dist, name)).size
const kib = (bytes) => Math.round(bytes / 102.4) / 10

/** What a chunk loads at once, by the names in it. */
function staticImports(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  const text = readFileSync(join(dist, '../build-out/assets', name), 'utf8')
  for (const [, other] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) staticImports(other, seen)
  return seen
}

const page = readFileSync(join(dist, '../build-out/index.html'), 'utf8')
const named = [...page.matchAll(/\/assets\/([^"]+\.(?:js|css))/g)].map((found) => found[1])
const form = new Set(named.filter((name) => name.endsWith('.css')))
for (const name of named.filter((name) => name.endsWith('.js'))) for (const one of staticImports(name)) form.add(one)
const protocol = files.map((name) => name.replace(/\.br$/, '')).filter((name) => /^protocol-/.test(name) || name.endsWith('.wasm'))
const load = new Set([...form, ...protocol])
for (const name of protocol.filter((one) => one.endsWith('.js'))) for (const one of staticImports(name)) load.add(one)
const sum = (names) => [...names].reduce((total, name) => total + size(`assets/${name}.br`), 0)
const library = sum(protocol)

export const figures = {
  form: kib(size('index.html.br') + sum(form)),
  firstLoad: kib(size('index.html.br') + sum(load)),
  ownPart: kib(size('index.html.br') + sum(load) - library),
  all: kib(files.reduce((total, name) => total + size(`assets/${name}`), size('index.html.br'))),
}

if (import.meta.url === `file://${process.argv[1]}`) {
  console.log(`the form for signing in        ${figures.form} KiB`)
  console.log(`first load, before sign-in     ${figures.firstLoad} KiB (asked: 330)`)
  console.log(`  of which our own part        ${figures.ownPart} KiB (asked: 90)`)
  console.log(`everything                     ${figures.all} KiB (asked: 500)`)
}
