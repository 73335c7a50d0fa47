/** What GramJS sees of files. */
import { CustomFile } from 'telegram/client/uploads.js'
import { assert, check, equal, finish, soon } from './harness.mjs'
import { befriend, signUp } from './gramjs_people.mjs'
import { digest, isJpeg, noise, png } from './pictures.mjs'
import events from 'telegram/events/index.js'

const AYU = '+15550053001'
const BUDI = '+15550053002'

const [ayu, budi] = [await signUp(AYU, 'Ayu'), await signUp(BUDI, 'Budi')]
const toBudi = await befriend(ayu, BUDI, 'Budi')
await befriend(budi, AYU, 'Ayu')
const inbox = []
budi.addEventHandler((event) => inbox.push(event.message), new events.NewMessage({ incoming: true }))
const arrived = async (text) => {
  await soon(() => inbox.some((m) => m.message === text), `${text} arrives`)
  return inbox.find((m) => m.message === text)
}

await check('gramjs sends a document and the other side gets every byte', async () => {
  const data = noise(1_500_007, 4)
  const file = new CustomFile('letter.bin', data.length, '', data)
  const sent = await ayu.sendFile(toBudi, { file, caption: 'a document', forceDocument: true })
  equal(Number(sent.document.size), data.length)
  const got = await arrived('a document')
  equal(digest(await budi.downloadMedia(got)), digest(data))
})
await check('gramjs sends a photo, which comes in sizes', async () => {
  const data = png(900, 600, 3)
  const sent = await ayu.sendFile(toBudi, { file: new CustomFile('sea.png', data.length, '', data), caption: 'a photo' })
  const got = await arrived('a photo')
  equal(got.photo.sizes.map((size) => size.type), ['i', 'm', 'x', 'y'])
  const [mine, theirs] = [await ayu.downloadMedia(sent), await budi.downloadMedia(got)]
  assert(isJpeg(theirs), 'no JPEG')
  equal(digest(mine), digest(theirs))
})
await ayu.destroy()
await budi.destroy()
finish()
