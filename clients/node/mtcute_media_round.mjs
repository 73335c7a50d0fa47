/** What mtcute sees of files. */
import { befriend, signUp } from './mtcute_round.mjs'
import { assert, check, equal, finish, soon } from './harness.mjs'
import { digest, isJpeg, noise, png } from './pictures.mjs'

const AYU = '+15550054001'
const BUDI = '+15550054002'

const [ayu, budi] = [await signUp(AYU, 'Ayu'), await signUp(BUDI, 'Budi')]
const toBudi = await befriend(ayu, BUDI, 'Budi')
await befriend(budi, AYU, 'Ayu')
const inbox = []
budi.onNewMessage.add((message) => inbox.push(message))
const arrived = async (text) => {
  await soon(() => inbox.some((m) => m.text === text), `${text} arrives`)
  return inbox.find((m) => m.text === text)
}

await check('mtcute sends a document and the other side gets every byte', async () => {
  const data = noise(3_000_001, 5)
  await ayu.sendMedia(toBudi, { type: 'document', file: data, fileName: 'letter.bin', caption: 'a document' })
  const got = await arrived('a document')
  equal([got.media.type, got.media.fileName, Number(got.media.fileSize)], ['document', 'letter.bin', data.length])
  equal(digest(await budi.downloadAsBuffer(got.media)), digest(data))
})
await check('mtcute sends a photo, which comes in sizes with a stripped thumbnail', async () => {
  const data = png(1000, 1500, 6)
  const sent = await ayu.sendMedia(toBudi, { type: 'photo', file: data, fileName: 'sea.png', caption: 'a photo' })
  const got = await arrived('a photo')
  equal(got.media.type, 'photo')
  equal([got.media.width, got.media.height], [1000, 1500])
  const kinds = got.media.thumbnails.map((size) => size.type).sort()
  equal(kinds, ['i', 'm', 'w', 'x', 'y'])
  const [mine, theirs] = [await ayu.downloadAsBuffer(sent.media), await budi.downloadAsBuffer(got.media)]
  assert(isJpeg(theirs), 'no JPEG')
  equal(digest(mine), digest(theirs))
})
await check('mtcute goes on with a download in the middle', async () => {
  const got = await arrived('a document')
  const parts = []
  for await (const part of budi.downloadAsIterable(got.media, { offset: 1_048_576 })) parts.push(part)
  equal(digest(Buffer.concat(parts)), digest(noise(3_000_001, 5).subarray(1_048_576)))
})
await ayu.destroy()
await budi.destroy()
finish()
