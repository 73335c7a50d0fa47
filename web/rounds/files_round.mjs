/** Files on the page: photos by the clipboard's way, a voice message, a large file up and down with its progress. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessible, ADDRESS, assert, bubble, check, complaints, equal, finish, person, PHONE, signUp, soon, writeTo } from './harness.mjs'

const AYU = '+15550061001'
const BUDI = '+15550061002'
/** The size of the large file; the long tests take the largest that people send every day. */
const LARGE_BYTES = Number(process.env.ROUND_LARGE_MIB ?? 12) << 20

const folder = mkdtempSync(join(tmpdir(), 'merpati-files-'))
const large = join(folder, 'large.bin')
const bytes = randomBytes(1 << 20)
writeFileSync(large, Buffer.concat(Array.from({ length: LARGE_BYTES >> 20 }, () => bytes)))
const sum = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

const options = { permissions: ['microphone'] }
const [ayu, budi] = await Promise.all([person(options), person(PHONE)])
await signUp(ayu, AYU, 'Ayu')
await signUp(budi, BUDI, 'Budi')
await writeTo(ayu, BUDI)

const served = await ayu.getByRole('button', { name: 'Record a voice message' }).waitFor({ timeout: 8000 }).then(() => true, () => false)
if (!served) {
  await check('a server that keeps no files is not offered any', async () => {
    await ayu.getByRole('button', { name: 'Attach' }).click()
    equal(await ayu.getByRole('menuitem').allInnerTexts(), ['Poll'])
  })
  console.log('files: not checked, this server serves none')
  await finish()
}

await check('a photo is chosen, looked at, sent and seen on the other side', async () => {
  const picture = await ayu.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 420)
    const context = canvas.getContext('2d')
    const sky = context.createLinearGradient(0, 0, 640, 420)
    sky.addColorStop(0, '#2e8fb3')
    sky.addColorStop(1, '#f3c879')
    context.fillStyle = sky
    context.fillRect(0, 0, 640, 420)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  const path = join(folder, 'dawn.png')
  writeFileSync(path, Buffer.from(picture))
  await ayu.locator('input[type=file]').setInputFiles(path)
  await ayu.getByLabel('Caption').fill('Dawn over the bay')
  await accessible(ayu, 'files to send')
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await budi.locator('.row', { hasText: 'Ayu' }).click()
  const there = bubble(budi, 'Dawn over the bay')
  await there.getByRole('img', { name: 'Photo' }).waitFor()
  await there.getByRole('button', { name: 'Open photo' }).click()
  await budi.locator('.viewer img').waitFor()
  await soon(() => budi.locator('.viewer img').evaluate((image) => image.naturalWidth >= 640), 'the whole photo')
  await accessible(budi, 'photo viewer')
  await budi.keyboard.press('Escape')
})
await check('a photo of oneself is chosen, seen by the other, and taken away again', async () => {
  await ayu.goto(`${ADDRESS}/#panel=settings/account`)
  await ayu.locator('.panel input[type=file]').setInputFiles(join(folder, 'dawn.png'))
  await ayu.locator('.photo-button .avatar img').waitFor()
  await accessible(ayu, 'account with a photo')
  await budi.locator('.chat-who .avatar img').waitFor()
  await ayu.getByRole('button', { name: 'Remove the photo' }).click()
  await ayu.locator('.photo-button .avatar img').waitFor({ state: 'detached' })
  await budi.locator('.chat-who .avatar img').waitFor({ state: 'detached' })
  await ayu.goto(`${ADDRESS}/#`)
  await ayu.locator('.row', { hasText: 'Budi' }).click()
})
await check('a large file goes up with its progress and comes down as it was', async () => {
  await ayu.locator('input[type=file]').setInputFiles(large)
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  const shares = new Set()
  await soon(async () => {
    const shown = await ayu.locator('.bubble .file small').last().textContent().catch(() => '')
    if (shown?.includes('/')) shares.add(shown)
    return !shown?.includes('/') && (await ayu.locator('.message.out').last().getByRole('img', { name: /sent|read/ }).count())
  }, 'the upload', 90_000)
  assert(shares.size > 1, `no progress was shown: ${[...shares].join()}`)
  const download = budi.waitForEvent('download', { timeout: 60_000 })
  await budi.getByRole('button', { name: 'Download large.bin' }).click()
  equal(sum(await (await download).path()), sum(large))
})
await check('an upload that is stopped leaves nothing behind', async () => {
  await ayu.locator('input[type=file]').setInputFiles(large)
  const before = await ayu.locator('.message').count()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await ayu.getByRole('button', { name: 'Do not send this file' }).last().click()
  await soon(async () => (await ayu.locator('.message').count()) === before, 'the message to go')
})
await check('a voice message is recorded with its waveform, sent and played', async () => {
  await ayu.getByRole('button', { name: 'Record a voice message' }).click()
  await ayu.getByText('Recording 0:01').waitFor()
  await ayu.getByRole('button', { name: 'Send the recording' }).click()
  const voice = budi.locator('.sound').last()
  await voice.waitFor()
  assert((await voice.locator('.wave i').count()) > 20, 'no waveform')
  await voice.getByRole('button', { name: 'Play' }).click()
  await voice.getByText(/0:0\d/).waitFor()
})
await check('no page complained', async () => equal(complaints, []))
await finish()
