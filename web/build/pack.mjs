/** Compresses what Vite built, file by file, from `build-out` into `dist`, from where the server takes it in. */
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const web = join(dirname(fileURLToPath(import.meta.url)), '..')
const [from, to] = [join(web, 'build-out'), join(web, 'dist')]

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : [path]
  })
}

for (const name of readdirSync(to)) if (name !== '.gitignore') rmSync(join(to, name), { recursive: true })

let [raw, packed] = [0, 0]
const all = files(from).map((path) => relative(from, path)).sort()
// The worker keeps the page for when there is no network; it must know every name, and be new when one is.
const worker = readFileSync(join(from, 'sw.js'), 'utf8')
const kept = all.filter((name) => name !== 'sw.js')
writeFileSync(join(from, 'sw.js'), worker.replace('__FILES__', JSON.stringify(kept.map((name) => (name === 'index.html' ? '/' : `/${name}`)))))

for (const name of all) {
  const bytes = readFileSync(join(from, name))
  const target = join(to, name)
  mkdirSync(dirname(target), { recursive: true })
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: statSync(join(from, name)).size },
  })
  writeFileSync(`${target}.br`, brotli)
  writeFileSync(`${target}.gz`, gzipSync(bytes, { level: 9 }))
  raw += bytes.length
  packed += brotli.length
}
console.log(`web: ${all.length} files, ${Math.round(raw / 1024)} KiB, packed ${Math.round(packed / 1024)} KiB`)
