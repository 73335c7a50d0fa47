/** Files on the page: photos by the clipboard's way, a voice message, a large file up and down with its progress. */
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { indexedWebm } from './indexed_webm.mjs'
import { accessible, ADDRESS, assert, bubble, check, complaints, equal, finish, painted, person, PHONE, signUp, soon, writeTo } from './harness.mjs'

const AYU = '+15550061001'
const BUDI = '+15550061002'
const DEWI = '+15550061003'
/** The size of the large file. */
const LARGE_BYTES = Number(process.env.ROUND_LARGE_MIB ?? 200) << 20
/** How long it may take one way, on a machine that is busy with other things too. */
const LARGE_MS = 180_000

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
  await budi.locator('.viewer img').dblclick()
  await budi.locator('.viewer-stage.large').waitFor()
  await budi.locator('.viewer img').dblclick()
  await budi.locator('.viewer-stage:not(.large)').waitFor()
  await soon(() => budi.locator('.viewer img').evaluate((image) => image.naturalWidth >= 640), 'the whole photo')
  await accessible(budi, 'photo viewer')
  await budi.keyboard.press('Escape')
})
await check('several pictures go as one album, with their words, and stand as one on the other side', async () => {
  const paths = await Promise.all(['#205072', '#329d9c', '#cdb4db'].map(async (colour, index) => {
    const picture = await painted(ayu, colour, 400, 300)
    const path = join(folder, `album-${index}.png`)
    writeFileSync(path, picture)
    return path
  }))
  await ayu.locator('input[type=file]').setInputFiles(paths)
  await ayu.getByLabel('Caption').fill('Three of a kind')
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  const there = bubble(budi, 'Three of a kind')
  await soon(async () => (await there.locator('.album .album-cell img:not(.thumb)').count()) === 3, 'three pictures in one bubble')
  const own = bubble(ayu, 'Three of a kind')
  await own.getByRole('img', { name: /sent|read/ }).waitFor()
  equal(await own.locator('.album-cell').count(), 3)
  await accessible(budi, 'an album')
  await budi.reload()
  await soon(async () => (await there.locator('.album-cell').count()) === 3, 'the album after the page was loaded anew')
})
/** A film as the browser itself records it: of noise, which does not pack well, or of a square that moves. */
async function film(mimeType, milliseconds, square) {
  return Buffer.from(await ayu.evaluate(async ([mimeType, milliseconds, square]) => {
    const [width, height] = square ? [512, 512] : [480, 360]
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    const noise = context.createImageData(width, height)
    const draw = () => {
      if (square) {
        context.clearRect(0, 0, width, height)
        context.fillStyle = '#2bb5a3'
        context.fillRect((performance.now() / 4) % 400, 200, 100, 100)
        return
      }
      for (let at = 0; at < noise.data.length; at += 65536) crypto.getRandomValues(new Uint8Array(noise.data.buffer, at, Math.min(65536, noise.data.length - at)))
      for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255
      context.putImageData(noise, 0, 0)
    }
    const timer = setInterval(draw, 40)
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType, videoBitsPerSecond: square ? 400_000 : 8_000_000, videoKeyFrameIntervalDuration: 500 })
    const parts = []
    recorder.ondataavailable = (event) => parts.push(event.data)
    const ended = new Promise((resolve) => { recorder.onstop = resolve })
    recorder.start()
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    recorder.stop()
    await ended
    clearInterval(timer)
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    return btoa(text)
  }, [mimeType, milliseconds, square]), 'base64')
}
await check('files are dropped on the chat and pasted into the field, and are asked about before they go', async () => {
  /** Brings a file to an element, as dropping and pasting do. */
  const bring = (selector, kind, name) => ayu.locator(selector).first().evaluate((element, [kind, name]) => {
    const data = new DataTransfer()
    data.items.add(new File(['coo'], name, { type: 'text/plain' }))
    const options = { bubbles: true, cancelable: true }
    if (kind === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
    else for (const name of ['dragover', 'drop']) element.dispatchEvent(new DragEvent(name, { ...options, dataTransfer: data }))
  }, [kind, name])
  await bring('.messages', 'drop', 'dropped.txt')
  await ayu.getByRole('dialog').getByText('dropped.txt').waitFor()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await bubble(budi, 'dropped.txt').waitFor()
  await bring('.composer textarea', 'paste', 'pasted.txt')
  await ayu.getByRole('dialog').getByText('pasted.txt').waitFor()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  equal(await bubble(ayu, 'pasted.txt').count(), 0)
})
await check('a video plays while it comes, part by part', async () => {
  const bytes = await film('video/webm;codecs=vp8', 2500)
  assert(bytes.length > 600_000, 'the film is too small to come in parts')
  await ayu.locator('input[type=file]').setInputFiles({ name: 'film.webm', mimeType: 'video/webm', buffer: bytes })
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await budi.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await budi.getByRole('button', { name: 'Play video' }).click()
  const video = budi.locator('.bubble video')
  assert((await video.getAttribute('src')).startsWith('/stream/'), 'it was fetched whole')
  await soon(() => video.evaluate((element) => element.currentTime > 1), 'the film plays')
})
await check('in a long video one goes to a later place, and what lies between is not fetched', async () => {
  const bytes = indexedWebm(await film('video/webm;codecs=vp8', 9000), 9000)
  await ayu.locator('input[type=file]').setInputFiles({ name: 'flight.webm', mimeType: 'video/webm', buffer: bytes })
  await ayu.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
  await budi.getByRole('button', { name: 'Play video' }).waitFor()
  const asked = []
  budi.context().on('request', (request) => {
    if (request.url().includes('/stream/')) asked.push(Number(/^bytes=(\d+)-/.exec(request.headers().range ?? '')?.[1] ?? 0))
  })
  // As soon as its length is known, and from within the page: on a slow machine all of it would be there before.
  await budi.evaluate(() => {
    const toLater = ({ target }) => {
      if (target.duration < 8) return
      document.removeEventListener('loadedmetadata', toLater, true)
      target.pause()
      target.currentTime = target.duration * 0.8
    }
    document.addEventListener('loadedmetadata', toLater, true)
  })
  await budi.getByRole('button', { name: 'Play video' }).click()
  const video = budi.locator('.bubble video').last()
  await soon(() => video.evaluate((element) => element.readyState >= 2 && element.currentTime > element.duration * 0.75), 'the later place is shown')
  assert(asked.some((from) => from > bytes.length * 0.6), `it asked from ${asked.join()} of ${bytes.length}`)
  assert(!asked.some((from) => from > bytes.length * 0.45 && from < bytes.length * 0.6), `it read through: ${asked.join()} of ${bytes.length}`)
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
  await ayu.locator('.bubble .file', { hasText: 'large.bin' }).waitFor()
  const shares = new Set()
  await soon(async () => {
    const shown = await ayu.locator('.bubble .file small').last().textContent().catch(() => '')
    if (shown?.includes('/')) shares.add(shown)
    return !shown?.includes('/') && (await ayu.locator('.message.out').last().getByRole('img', { name: /sent|read/ }).count())
  }, 'the upload', LARGE_MS)
  assert(shares.size > 1, `no progress was shown: ${[...shares].join()}`)
  const download = budi.waitForEvent('download', { timeout: LARGE_MS })
  await budi.getByRole('button', { name: 'Download large.bin' }).click()
  equal(sum(await (await download).path()), sum(large))
})
await check('an upload that is stopped leaves nothing behind', async () => {
  // Larger than what can be up before the button is pressed.
  const larger = join(folder, 'larger.bin')
  writeFileSync(larger, Buffer.alloc(96 << 20))
  await ayu.locator('input[type=file]').setInputFiles(larger)
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
await check('what was shared is found beside the chat, kind by kind', async () => {
  await ayu.locator('.chat-who').click()
  const shared = ayu.locator('.info .shared')
  await shared.locator('.shared-grid img').nth(2).waitFor()
  await accessible(ayu, 'what was shared')
  await shared.getByRole('button', { name: /^Photo/ }).first().click()
  await ayu.locator('.viewer img').waitFor()
  await ayu.keyboard.press('Escape')
  await shared.getByRole('button', { name: 'Voice' }).click()
  await shared.getByText('Ayu').first().waitFor()
  await shared.getByRole('button', { name: 'Files' }).click()
  await shared.getByRole('button', { name: /large\.bin/ }).click()
  await ayu.locator('.message.flash', { hasText: 'large.bin' }).waitFor()
  await ayu.locator('.info').getByRole('button', { name: 'Close' }).click()
})
const stickers = await ayu.getByRole('button', { name: 'Emoji' }).click().then(() => ayu.getByRole('button', { name: 'Stickers' }).waitFor({ timeout: 4000 })).then(() => true, () => false)
if (!stickers) console.log('files: stickers not checked, this server has none')
else {
  await check('an animated sticker is picked and moves on both sides', async () => {
    await ayu.getByRole('button', { name: 'Stickers' }).click()
    await ayu.locator('.sticker-grid canvas').first().waitFor()
    await accessible(ayu, 'sticker picker')
    await ayu.locator('.sticker-grid button', { has: ayu.locator('canvas') }).first().click()
    const canvas = budi.locator('.bubble .sticker canvas')
    await canvas.waitFor()
    // A part of the picture, as numbers: what moves is another picture later.
    const picture = () => canvas.evaluate((element) => element.toDataURL())
    const before = await picture()
    await soon(async () => (await picture()) !== before, 'the sticker moves')
    await accessible(budi, 'an animated sticker')
  })
  await check('who wants little movement sees a sticker that stands still', async () => {
    await budi.emulateMedia({ reducedMotion: 'reduce' })
    await budi.reload()
    const canvas = budi.locator('.bubble .sticker canvas')
    await canvas.waitFor()
    const picture = () => canvas.evaluate((element) => element.toDataURL())
    await budi.waitForTimeout(500)
    const before = await picture()
    await budi.waitForTimeout(700)
    equal((await picture()) === before, true)
    await budi.emulateMedia({ reducedMotion: 'no-preference' })
  })
  await check('the set of a sticker is opened, and a favourite is kept', async () => {
    await budi.locator('.bubble .sticker').click()
    await budi.getByRole('dialog').locator('.sticker-grid canvas').first().waitFor()
    await accessible(budi, 'a sticker set')
    await budi.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await ayu.getByRole('button', { name: 'Emoji' }).click()
    await ayu.getByRole('button', { name: 'Stickers' }).click()
    await ayu.locator('.sticker-grid canvas').first().waitFor()
    await ayu.locator('.sticker-grid button').first().click({ button: 'right' })
    await ayu.getByRole('menuitem', { name: 'Add to favourites' }).click()
    await ayu.getByRole('button', { name: 'Favourites' }).click()
    await soon(async () => (await ayu.locator('.sticker-grid button').count()) === 1, 'the favourite')
    await ayu.keyboard.press('Escape')
  })
  await check('stickers are offered for an emoji in the field', async () => {
    await ayu.getByRole('textbox', { name: 'Message' }).fill('😂')
    await ayu.locator('.sticker-offers button').first().click()
    await budi.locator('.bubble .sticker').nth(1).waitFor()
    equal(await ayu.getByRole('textbox', { name: 'Message' }).inputValue(), '')
  })
  await ofOthers()
}
/** Sets that somebody has made: pictures, films and custom emoji. */
async function ofOthers() {
  const moving = join(folder, 'sticker.webm')
  writeFileSync(moving, indexedWebm(await film('video/webm;codecs=vp9', 900, true), 900))
  const here = dirname(fileURLToPath(import.meta.url))
  const dewi = spawn(process.env.ROUND_PYTHON, [join(here, 'telethon_stickers.py'), DEWI, AYU, moving], {
    env: { ...process.env, PYTHONPATH: join(here, '../../clients/python') }, stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = []
  createInterface({ input: dewi.stdout }).on('line', (line) => said.push(line))
  // The picker is a dialog of its own kind; what stands over the page is the other one.
  const dialog = ayu.locator('dialog')
  const picker = () => ayu.locator('.composer-box [aria-expanded]').click()
  try {
    await check('stickers that are pictures and films, which somebody made with Telethon, are shown', async () => {
      await soon(() => said.includes('sent'), 'Dewi has sent her stickers')
      await ayu.locator('.row', { hasText: 'Dewi' }).click()
      const picture = ayu.locator('.bubble .sticker img')
      await soon(() => picture.evaluate((image) => image.complete && image.naturalWidth === 512), 'the picture')
      await soon(() => ayu.locator('.bubble .sticker video').evaluate((video) => video.videoWidth === 512 && video.currentTime > 0.1), 'the film plays')
    })
    await check('a photo that goes after being seen is closed until a press, and goes on both sides then', async () => {
      const fleeting = bubble(ayu, 'only for a moment')
      await fleeting.getByText('goes after being seen').waitFor()
      equal(await fleeting.locator('img').count(), 0)
      await accessible(ayu, 'a photo that goes')
      await fleeting.getByRole('button', { name: 'Press to see it' }).click()
      await soon(() => dialog.locator('img').evaluate((image) => image.naturalWidth === 300), 'the photo')
      await soon(() => said.includes('gone'), 'Telethon is told that it was seen')
      await dialog.waitFor({ state: 'detached' })
      await fleeting.getByText('was seen and has gone').waitFor()
    })
    await check('a set is added from the window of a sticker, picked from, and taken away again', async () => {
      await ayu.locator('.bubble .sticker', { has: ayu.locator('video') }).click()
      await dialog.getByRole('button', { name: 'Add 2 stickers' }).click()
      await dialog.getByRole('button', { name: 'Remove this set' }).waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await picker()
      await ayu.getByRole('button', { name: 'Stickers' }).click()
      await ayu.getByRole('button', { name: "Dewi's birds" }).click()
      await ayu.locator('.sticker-grid button', { has: ayu.locator('video') }).click()
      await soon(async () => (await ayu.locator('.message.out .sticker video').count()) === 1, 'the film was sent')
      await picker()
      await ayu.getByRole('button', { name: 'Stickers' }).click()
      await ayu.getByRole('button', { name: "Dewi's birds" }).click()
      await ayu.getByRole('button', { name: 'Open set' }).click()
      await dialog.getByRole('button', { name: 'Remove this set' }).click()
      await dialog.getByRole('button', { name: 'Add 2 stickers' }).waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await ayu.getByRole('button', { name: "Dewi's birds" }).waitFor({ state: 'detached' })
      await picker()
    })
    await check('a set of custom emoji is added from a text, one of it is written where it belongs, and given as a reaction', async () => {
      await bubble(ayu, 'Brrr,').locator('.custom-emoji').click()
      await dialog.getByRole('button', { name: 'Add 1 emoji' }).click()
      await dialog.getByRole('button', { name: 'Remove this set' }).waitFor()
      await accessible(ayu, 'a set of custom emoji')
      await dialog.getByRole('button', { name: 'Close' }).click()
      const field = ayu.getByRole('textbox', { name: 'Message' })
      await field.fill('🐦 and **you**: ')
      await picker()
      await ayu.getByRole('button', { name: 'Custom' }).click()
      await ayu.getByRole('button', { name: "Dewi's minis" }).click()
      await accessible(ayu, 'custom emoji to pick from')
      await ayu.getByRole('button', { name: 'Custom emoji 🐧' }).click()
      await ayu.locator('.composer-looks .custom-emoji').waitFor()
      await picker()
      // Words before it move it.
      await field.focus()
      await field.press('Control+Home')
      await field.pressSequentially('Hi, ')
      await field.press('Control+End')
      await field.press('Enter')
      await bubble(ayu, 'Hi,').locator('.text .custom-emoji img').waitFor()
      // Two units of UTF-16 for each emoji: the penguin is the fifteenth and sixteenth.
      await soon(() => said.includes('heard Hi, 🐦 and you: 🐧 [16 2 🐧 True]'), 'Telethon hears it').catch((error) => { throw new Error(`${error.message}; it said ${said.join(' / ')}`) })
      await bubble(ayu, 'Hi,').locator('.reaction', { has: ayu.locator('.custom-emoji img') }).filter({ hasText: '1' }).click()
      await bubble(ayu, 'Hi,').locator('.reaction[aria-pressed=true]').filter({ hasText: '2' }).waitFor()
      await bubble(ayu, 'Brrr,').click({ button: 'right' })
      await ayu.getByRole('menuitem', { name: 'More reactions' }).click()
      await dialog.getByRole('button', { name: "Dewi's minis" }).click()
      await accessible(ayu, 'all reactions with custom emoji')
      await dialog.getByRole('button', { name: 'Custom emoji 🐧' }).click()
      await bubble(ayu, 'Brrr,').locator('.reaction[aria-pressed=true] .custom-emoji img').waitFor()
      await bubble(ayu, 'Hi,').click({ button: 'right' })
      await ayu.getByRole('menuitem', { name: 'Edit' }).click()
      equal(await field.inputValue(), 'Hi, 🐦 and **you**: 🐧')
      await ayu.locator('.composer-looks .custom-emoji').waitFor()
      await field.press('End')
      await field.pressSequentially('!')
      await field.press('Enter')
      await bubble(ayu, 'you: ').getByText('edited').waitFor()
      await bubble(ayu, 'you: ').locator('.text .custom-emoji img').waitFor()
    })
  } finally {
    dewi.stdin.end()
  }
}
await check('no page complained', async () => equal(complaints, []))
await finish()
