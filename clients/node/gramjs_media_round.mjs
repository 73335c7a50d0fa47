/** What GramJS sees of files. */
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import { CustomFile } from 'telegram/client/uploads.js'
import { DATA, assert, check, equal, finish, soon } from './harness.mjs'
import { befriend, signUp } from './gramjs_people.mjs'
import { bytesOf, digest, isJpeg, noise, png } from './pictures.mjs'
import events from 'telegram/events/index.js'

const AYU = '+15550053001'
const BUDI = '+15550053002'

const [ayu, budi] = [await signUp(AYU, 'Ayu'), await signUp(BUDI, 'Budi')]
const toBudi = await befriend(ayu, BUDI, 'Budi')
const toAyu = await befriend(budi, AYU, 'Ayu')
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
await check('gramjs sends 100 MiB, and goes on with a download in the middle', async () => {
  const data = Buffer.concat([...bytesOf(100 * (1 << 20) + 77, 8)])
  // What is large it takes from the disk alone.
  const path = join(dirname(DATA), 'large.bin')
  writeFileSync(path, data)
  const file = await ayu.uploadFile({ file: new CustomFile('large.bin', data.length, path), workers: 4 })
  rmSync(path)
  await ayu.sendFile(toBudi, { file, caption: 'large', forceDocument: true })
  const got = await arrived('large')
  const load = async (from, until) => {
    const parts = []
    const options = { file: got.media, offset: bigInt(from), requestSize: 512 * 1024, fileSize: bigInt(data.length) }
    for await (const part of budi.iterDownload(options)) {
      parts.push(part)
      if (from + parts.length * 512 * 1024 >= until) break
    }
    return Buffer.concat(parts)
  }
  const begun = await load(0, 40 * (1 << 20))
  equal(begun.length, 40 * (1 << 20))
  equal(digest(Buffer.concat([begun, await load(begun.length, Infinity)])), digest(data))
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
await check('gramjs finds the stickers that ship, sends one, and a custom emoji in a text', async () => {
  const all = await ayu.invoke(new Api.messages.GetAllStickers({ hash: bigInt.zero }))
  equal(all.sets.map((set) => set.shortName), ['Merpati'])
  const stickerset = new Api.InputStickerSetID({ id: all.sets[0].id, accessHash: all.sets[0].accessHash })
  const set = await ayu.invoke(new Api.messages.GetStickerSet({ stickerset, hash: 0 }))
  assert(set.documents.length >= 24, 'not two dozen')
  await ayu.sendFile(toBudi, { file: set.documents[1], caption: '' })
  const [got] = await budi.getMessages(toAyu, { limit: 1 })
  assert(got.sticker && String(got.sticker.id) === String(set.documents[1].id), 'no sticker')
  equal((await budi.downloadMedia(got)).length, Number(set.documents[1].size))
  const named = new Api.InputStickerSetShortName({ shortName: 'MerpatiEmoji' })
  const emoji = await ayu.invoke(new Api.messages.GetStickerSet({ stickerset: named, hash: 0 }))
  const entity = new Api.MessageEntityCustomEmoji({ offset: 0, length: 2, documentId: emoji.documents[0].id })
  await ayu.sendMessage(toBudi, { message: '🙂', formattingEntities: [entity] })
  const [text] = await budi.getMessages(toAyu, { limit: 1 })
  const asked = new Api.messages.GetCustomEmojiDocuments({ documentId: [text.entities[0].documentId] })
  const [document] = await budi.invoke(asked)
  equal(String(document.id), String(emoji.documents[0].id))
})
await check('gramjs makes a set, keeps it, and lets it go', async () => {
  const data = png(512, 400, 7)
  const file = await ayu.uploadFile({ file: new CustomFile('a.png', data.length, '', data), workers: 1 })
  const media = new Api.InputMediaUploadedDocument({ file, mimeType: 'image/png', attributes: [] })
  const { document } = await ayu.invoke(new Api.messages.UploadMedia({ peer: 'me', media }))
  const item = new Api.InputStickerSetItem({ document: new Api.InputDocument(document), emoji: '🐦' })
  const made = await ayu.invoke(
    new Api.stickers.CreateStickerSet({ userId: 'me', title: 'Gram', shortName: 'gram_birds', stickers: [item] }),
  )
  assert(made.set.creator && made.documents[0].mimeType === 'image/webp', 'no set of one')
  const stickerset = new Api.InputStickerSetShortName({ shortName: 'gram_birds' })
  await budi.invoke(new Api.messages.InstallStickerSet({ stickerset, archived: false }))
  const kept = async () => (await budi.invoke(new Api.messages.GetAllStickers({ hash: bigInt.zero }))).sets
  equal((await kept()).map((set) => set.shortName), ['gram_birds', 'Merpati'])
  await budi.invoke(new Api.messages.UninstallStickerSet({ stickerset }))
  equal((await kept()).map((set) => set.shortName), ['Merpati'])
})
await ayu.destroy()
await budi.destroy()
finish()
