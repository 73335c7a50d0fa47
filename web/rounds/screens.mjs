/** Takes the pictures under `docs/screens`: twelve screens, each in light and in dark. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { ADDRESS, bubble, finish, openMenuOf, person, PHONE, say, signUp, writeTo } from './harness.mjs'

const FOLDER = process.env.SCREENS ?? 'docs/screens'
mkdirSync(FOLDER, { recursive: true })

const desk = { viewport: { width: 1180, height: 740 } }
const first = await person({ ...desk })
await first.waitForTimeout(600)

/** A picture in both themes, as WebP by the browser itself, since no other tool is needed then. */
async function take(page, name) {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.waitForTimeout(350)
    const png = (await page.screenshot({ type: 'png' })).toString('base64')
    const webp = await page.evaluate(async (data) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], { type: 'image/png' }))
      const scale = Math.min(1, 1180 / bitmap.width)
      const canvas = new OffscreenCanvas(bitmap.width * scale, bitmap.height * scale)
      canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })
      return [...new Uint8Array(await blob.arrayBuffer())]
    }, png)
    writeFileSync(`${FOLDER}/${name}-${scheme}.webp`, Buffer.from(webp))
    if (process.env.ROUND_PICTURES) await page.screenshot({ path: `${process.env.ROUND_PICTURES}/${name}-${scheme}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

await take(first, '01-sign-in')
await first.getByRole('button', { name: 'Sign in with a QR code' }).click()
await first.getByRole('img', { name: 'QR code to sign in' }).waitFor()
await take(first, '02-qr')
await first.getByRole('button', { name: 'Sign in with a phone number' }).click()

const NAMES = [['Budi', 'Santoso'], ['Citra', 'Dewi'], ['Dimas', 'Pratama'], ['Eka', 'Wulandari'], ['Fajar', 'Nugroho'], ['Gita', 'Permata']]
const phone = (index) => `+1555006300${index}`
await signUp(first, phone(0), 'Ayu', 'Lestari')
const others = []
for (const [index, [name, surname]] of NAMES.entries()) {
  const page = await person(index === 0 ? PHONE : desk)
  await signUp(page, phone(index + 1), name, surname)
  await writeTo(page, phone(0))
  others.push(page)
}
const [budi, citra, dimas, eka, fajar, gita] = others
await say(gita, 'Did you see the moon last night?')
await say(fajar, 'The train leaves at 7:40 from platform 3')
await say(eka, 'Thank you for the recipe 🙏')
await say(dimas, 'Here is the fix:\n```rust\nfn main() {\n    println!("coo");\n}\n```')
await say(citra, 'See you **tomorrow** at the market?')
await say(budi, 'Selamat pagi, Ayu! The pigeons are home again 🕊️')
await say(budi, 'All nine of them, and the young one was the fastest.')
await first.locator('.row', { hasText: 'Budi Santoso' }).click()
await bubble(first, 'All nine of them').waitFor()
await say(first, 'What a relief! How long did they take?')
await bubble(budi, 'What a relief').waitFor()
await openMenuOf(budi, 'What a relief')
await budi.getByRole('menuitem', { name: 'Reply' }).click()
await say(budi, 'Four hours and ten minutes over [eighty kilometres](https://example.org/route), against the wind.')
await bubble(first, 'Four hours').waitFor()
await openMenuOf(first, 'Four hours')
await first.getByRole('menuitem', { name: 'React with 🔥' }).click()
await say(first, 'I will bring ||a whole sack of corn|| on Sunday.')
await say(first, '🎉')
await first.getByRole('button', { name: 'Attach' }).click()
await first.getByRole('menuitem', { name: 'Poll' }).click()
await first.getByLabel('Question').fill('When do we let them fly again?')
for (const [index, answer] of ['Saturday at dawn', 'Sunday after breakfast'].entries()) await first.getByLabel(`Answer ${index + 1}`).fill(answer)
await take(first, '03-new-poll')
await first.getByRole('button', { name: 'Send the poll' }).click()
await budi.getByRole('button', { name: 'Sunday after breakfast' }).click()
await first.getByText('1 vote').waitFor()
await first.waitForTimeout(500)
await take(first, '04-chat')
await openMenuOf(first, 'Four hours')
await take(first, '05-message-menu')
await first.keyboard.press('Escape')
await first.locator('.chat-who').click()
await first.locator('.info').waitFor()
await take(first, '06-profile')
await first.locator('.chat-who').click()
await first.getByRole('button', { name: 'Emoji' }).click()
await first.locator('.emoji-grid button').first().waitFor()
await take(first, '07-emoji')
await first.keyboard.press('Escape')
await take(budi, '08-phone-chat')
await budi.getByRole('button', { name: 'Back', exact: true }).click()
await take(budi, '09-phone-list')
await first.locator('.row', { hasText: 'Dimas' }).click()
await bubble(first, 'Here is the fix').waitFor()
await take(first, '10-code')
await first.goto(`${ADDRESS}/#panel=settings`)
await first.locator('.profile-head').waitFor()
await take(first, '11-settings')
await first.goto(`${ADDRESS}/#`)
await first.getByLabel('Search chats, people, messages').fill('di')
await first.locator('.results .section').nth(1).waitFor()
await take(first, '12-search')
await finish()
