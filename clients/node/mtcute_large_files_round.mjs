/**
 * What mtcute sees of files of hundreds of MiB, over several connections at once: up and down, broken off and gone on
 * with. With `ROUND_LONG=1` also one of 2 GiB. No file is held in memory: bytes come out of a seed and go into a hash.
 */
import { createHash } from 'node:crypto'
import { readdirSync, statSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { arrivals, befriend, signUp } from './mtcute_round.mjs'
import { DATA, assert, check, equal, finish, soon } from './harness.mjs'
import { digestOf, streamOf } from './pictures.mjs'

const AYU = '+15550058001'
const BUDI = '+15550058002'
const MEBIBYTE = 1 << 20
const LONG = process.env.ROUND_LONG === '1'
/** What the largest file takes, and some beside. */
const ROOM_BYTES = (LONG ? 3 * 1024 : 512) * MEBIBYTE
/** What a file of 2 GiB may take before its check counts as failed. */
const LONG_MS = 40 * 60_000

/** Bytes of people's files on the server's disk, as far as they have come whole. */
function kept(folder = join(DATA, 'files', 'kept')) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  // One may go while the others are looked at.
  const size = (file) => statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0
  return files.reduce((sum, file) => sum + size(file), 0)
}

/** Puts the bytes from `offset` on into `hash`; gives how far it came, which is about `until` at the most. */
async function load(client, media, hash, offset = 0, until = Infinity) {
  const gone = new AbortController()
  for await (const part of client.downloadAsIterable(media, { offset, abortSignal: gone.signal })) {
    hash.update(part)
    offset += part.length
    if (offset >= until) break
  }
  gone.abort()
  return offset
}

async function rounds() {
  const [ayu, budi] = [await signUp(AYU, 'Ayu'), await signUp(BUDI, 'Budi')]
  const toBudi = await befriend(ayu, BUDI, 'Budi')
  await befriend(budi, AYU, 'Ayu')
  const arrived = arrivals(budi)
  const downAndGone = async (sent, text, size, seed) => {
    const [got, hash] = [await arrived(text), createHash('sha256')]
    equal(Number(got.media.fileSize), size)
    const at = await load(budi, got.media, hash, 0, size / 2)
    assert(at < size, 'nothing was broken off')
    equal(await load(budi, got.media, hash, at), size)
    equal(hash.digest('hex'), digestOf(size, seed))
    await ayu.deleteMessages([sent], { revoke: true })
    await soon(() => kept() === 0, 'its bytes go from the disk')
  }

  await check('mtcute sends 100 MiB, and the other side gets every byte, also in two goes', async () => {
    const size = 100 * MEBIBYTE + 77
    const file = { type: 'document', file: streamOf(size, 1), fileSize: size, fileName: 'a.bin', caption: 'large' }
    await downAndGone(await ayu.sendMedia(toBudi, file), 'large', size, 1)
  })
  await check('mtcute sends a stream that does not say how long it is', async () => {
    const size = 12 * MEBIBYTE + 99
    const file = { type: 'document', file: streamOf(size, 2), fileName: 'b.bin', caption: 'stream' }
    await downAndGone(await ayu.sendMedia(toBudi, file), 'stream', size, 2)
  })
  if (LONG) {
    await check(
      'mtcute sends 2 GiB, and the other side gets every byte',
      async () => {
        // mtcute itself sends no more than 4 000 parts to who has no premium, unless it does not know how many there are.
        const size = 2 * 1024 * MEBIBYTE + 1
        const began = performance.now()
        const upload = { file: streamOf(size, 3), partSize: 512, fileName: 'c.bin' }
        const file = await ayu.uploadFile(upload)
        const up = performance.now()
        const sent = await ayu.sendMedia(toBudi, { type: 'document', file, fileName: 'c.bin', caption: '2 GiB' })
        await downAndGone(sent, '2 GiB', size, 3)
        const seconds = (from, to) => ((to - from) / 1000).toFixed(0)
        console.log(`# 2 GiB: ${seconds(began, up)} s up, ${seconds(up, performance.now())} s down with its hash`)
      },
      LONG_MS,
    )
  }
  await ayu.destroy()
  await budi.destroy()
}

const disk = statfsSync(DATA)
const free = disk.bavail * disk.bsize
await check('there is room for it on the disk', () => {
  assert(free >= ROOM_BYTES, `${free / MEBIBYTE} MiB are free at ${DATA}, ${ROOM_BYTES / MEBIBYTE} are needed`)
})
if (free >= ROOM_BYTES) await rounds()
finish()
