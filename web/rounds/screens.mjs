/** Takes the pictures under `docs/screens`: each screen in light and in dark. */
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

/** Skies at different hours, since the album needs pictures that anybody may show. */
async function skies(page) {
  const pairs = [['#f6d365', '#fda085'], ['#2e8fb3', '#f3c879'], ['#1b2845', '#7f5a83'], ['#89b6a5', '#e8dab2']]
  return page.evaluate(async (all) => Promise.all(all.map(async ([one, two], index) => {
    const canvas = new OffscreenCanvas(index % 2 ? 800 : 640, 480)
    const context = canvas.getContext('2d')
    const sky = context.createLinearGradient(0, 0, 0, 480)
    sky.addColorStop(0, one)
    sky.addColorStop(1, two)
    context.fillStyle = sky
    context.fillRect(0, 0, canvas.width, 480)
    context.fillStyle = '#fff8'
    context.beginPath()
    context.arc(160 + index * 110, 150 + index * 40, 46, 0, 7)
    context.fill()
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  })), pairs)
}
const door = (name) => first.locator('.info').getByRole('button', { name: new RegExp(`^${name}`) }).click()
await first.goto(`${ADDRESS}/#panel=new/group`)
await first.getByLabel('Name', { exact: true }).fill('Racing loft')
await first.getByRole('switch', { name: /Supergroup/ }).check()
for (const [name] of NAMES.slice(0, 4)) await first.locator('.people .row', { hasText: name }).click()
await first.getByRole('button', { name: 'Create' }).click()
await first.locator('.chat-who', { hasText: 'Racing loft' }).click()
await door('Edit')
await first.getByRole('dialog').getByLabel('Description').fill('Training flights, results and weather. Everybody who keeps pigeons is welcome.')
await first.getByRole('dialog').getByLabel('Public name').fill('racing_loft')
await first.getByText('This name is free.').waitFor()
await take(first, '13-group-edit')
await first.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
await first.locator('.info').getByText('@racing_loft').waitFor()
for (const [index, page] of [citra, dimas, eka].entries()) {
  await page.locator('.row', { hasText: 'Racing loft' }).click()
  await say(page, ['Is anybody flying on Sunday?', 'If the wind turns, yes.', 'I bring the crates and coffee for four.'][index])
}
await first.locator('input[type=file]').setInputFiles((await skies(first)).map((bytes, index) => ({ name: `sky-${index}.png`, mimeType: 'image/png', buffer: Buffer.from(bytes) })))
await first.getByLabel('Caption').fill('The sky over the route, hour by hour')
await first.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
await bubble(first, 'hour by hour').getByRole('img', { name: /sent|read/ }).waitFor()
await first.waitForTimeout(600)
await take(first, '14-group')
await door('Invite links')
const dialog = first.getByRole('dialog')
for (const [name, approval] of [['For the club', false], ['By request', true]]) {
  await dialog.getByRole('button', { name: 'New link' }).click()
  await dialog.getByLabel('Name of the link').fill(name)
  if (approval) await dialog.getByRole('switch', { name: 'Admins let people in' }).check()
  else await dialog.getByLabel('How many may join by it').selectOption('10')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await dialog.locator('.links li', { hasText: name }).waitFor()
}
await take(first, '15-invite-links')
await dialog.getByRole('button', { name: 'Close' }).click()
await door('What members may do')
await take(first, '16-permissions')
await dialog.getByRole('button', { name: 'Cancel' }).click()
await first.locator('.info').getByRole('button', { name: 'More: Citra' }).click()
await first.getByRole('menuitem', { name: 'Make an admin' }).click()
await dialog.getByLabel('Title').fill('Loft keeper')
await take(first, '17-admin-rights')
await dialog.getByRole('button', { name: 'Save' }).click()
await first.goto(`${ADDRESS}/#panel=settings/password`)
await first.getByLabel('New password').waitFor()
await take(first, '18-two-step-password')
await first.goto(`${ADDRESS}/#panel=settings/privacy/lastSeen`)
await first.getByRole('radio', { name: 'Nobody' }).check()
await first.getByRole('button', { name: 'Always allow…' }).click()
for (const [name] of NAMES.slice(0, 2)) await dialog.locator('.row', { hasText: name }).click()
await dialog.getByRole('button', { name: 'Save' }).click()
await first.locator('.panel .people .row').nth(1).waitFor()
await take(first, '19-privacy')
await budi.goto(`${ADDRESS}/#at=racing_loft`)
await bubble(budi, 'hour by hour').waitFor()
await budi.waitForTimeout(600)
await take(budi, '20-phone-group')
await finish()
