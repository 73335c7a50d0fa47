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
await check('mtcute finds the stickers that ship and sends one', async () => {
  const all = await ayu.getInstalledStickers()
  equal(all.map((set) => [set.shortName, set.isOfficial]), [['Merpati', true]])
  const set = await ayu.getStickerSet('Merpati')
  assert(set.stickers.length >= 24, 'not two dozen')
  const moving = set.stickers.find((one) => one.sticker.sourceType === 'animated')
  for (const one of [set.stickers[2], moving]) {
    await ayu.sendMedia(toBudi, one.sticker.inputMedia)
    const same = (m) => m.media?.type === 'sticker' && m.media.uniqueFileId === one.sticker.uniqueFileId
    await soon(() => inbox.some(same), 'a sticker arrives')
    const got = inbox.find(same)
    equal(got.media.emoji, one.sticker.emoji)
    equal((await budi.downloadAsBuffer(got.media)).length, one.sticker.fileSize)
    equal((await budi.getStickerSet(got.media.inputStickerSet)).shortName, 'Merpati')
  }
})
await check('mtcute sends custom emoji in a text, and the other side gets the pictures', async () => {
  const set = await ayu.getStickerSet('MerpatiEmoji')
  const emoji = set.stickers[0].sticker
  const entities = [{ _: 'messageEntityCustomEmoji', offset: 0, length: 2, documentId: emoji.raw.id }]
  await ayu.sendText(toBudi, { text: '🙂', entities })
  await soon(() => inbox.some((m) => m.text === '🙂'), 'a text arrives')
  const [found] = await budi.getCustomEmojisFromMessages([inbox.find((m) => m.text === '🙂')])
  assert(found.customEmojiId.eq(emoji.raw.id) && found.customEmojiFree, 'another emoji')
  assert((await budi.downloadAsBuffer(found)).length === found.fileSize, 'not all of it')
})
await check('mtcute makes a set, changes it, and has it found by its name', async () => {
  const sticker = (seed) => ({ file: png(512, 512, seed), emojis: '🐦' })
  const made = await ayu.createStickerSet({
    owner: 'me', title: 'Cute', shortName: 'cute_birds', type: 'sticker', stickers: [sticker(1), sticker(2)],
  })
  equal([made.stickers.length, made.title], [2, 'Cute'])
  const more = await ayu.addStickerToSet('cute_birds', sticker(3))
  equal(more.stickers.length, 3)
  const moved = await ayu.moveStickerInSet(more.stickers[2].sticker.fileId, 0)
  equal(moved.stickers[0].sticker.uniqueFileId, more.stickers[2].sticker.uniqueFileId)
  const fewer = await ayu.deleteStickerFromSet(moved.stickers[1].sticker.fileId)
  equal((await budi.getStickerSet('cute_birds')).stickers.length, fewer.stickers.length)
})
await ayu.destroy()
await budi.destroy()
finish()
