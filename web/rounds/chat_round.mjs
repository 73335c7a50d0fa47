/**
 * People chat on the page: two browsers, one as large as a phone, and Telethon among them. History, connections that
 * break, what a person does with messages and chats, and axe on every screen.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  accessible, ADDRESS, assert, bubble, check, complaints, enterCode, equal, finish, openMenuOf, person, PHONE, say, signUp, soon, writeTo,
} from './harness.mjs'

const AYU = '+15550060001'
const BUDI = '+15550060002'
const CITRA = '+15550060003'

const [ayu, budi] = await Promise.all([person(), person(PHONE)])

await check('axe finds nothing serious where one signs in', async () => {
  await accessible(ayu, 'number')
  await ayu.getByRole('button', { name: 'Sign in with a QR code' }).click()
  await ayu.getByRole('img', { name: 'QR code to sign in' }).waitFor()
  await accessible(ayu, 'QR code')
  await ayu.getByRole('button', { name: 'Sign in with a phone number' }).click()
})
await check('a number that is none and a wrong code are said in a sentence, and what was typed stays', async () => {
  await ayu.getByLabel('Phone number').fill('12')
  await ayu.getByRole('button', { name: 'Next' }).click()
  await ayu.getByText('That does not look like a phone number').waitFor()
  equal(await ayu.getByLabel('Phone number').inputValue(), '12')
  await ayu.getByLabel('Phone number').fill(AYU)
  await ayu.getByRole('button', { name: 'Next' }).click()
  await ayu.getByLabel('Code', { exact: true }).fill('0000')
  await ayu.getByRole('button', { name: 'Next' }).click()
  await ayu.getByText('That is not the code').waitFor()
  equal(await ayu.getByLabel('Code', { exact: true }).inputValue(), '0000')
  await accessible(ayu, 'code')
  await ayu.getByRole('button', { name: 'Another number' }).click()
})
await check('two people sign up on the page, one on a phone', async () => {
  await signUp(ayu, AYU, 'Ayu', 'Lestari')
  await signUp(budi, BUDI, 'Budi', 'Santoso')
})
await check('one writes to the other by number, and it appears there', async () => {
  await writeTo(ayu, BUDI)
  await say(ayu, 'Hello Budi, here is **merpati**')
  await budi.locator('.row', { hasText: 'Ayu Lestari' }).click()
  await bubble(budi, 'Hello Budi, here is merpati').waitFor()
  equal(await bubble(budi, 'Hello Budi').locator('b').textContent(), 'merpati')
})
await check('the answer comes back, is read, and the sender sees that', async () => {
  await budi.getByRole('textbox', { name: 'Message' }).pressSequentially('Sel')
  await ayu.locator('.chat-who').getByText('typing').waitFor()
  await say(budi, 'Selamat pagi, Ayu')
  await bubble(ayu, 'Selamat pagi, Ayu').waitFor()
  await ayu.bringToFront()
  await bubble(budi, 'Selamat pagi, Ayu').getByRole('img', { name: 'read' }).waitFor()
})
await check('a message is answered, edited, reacted to, pinned and deleted', async () => {
  await openMenuOf(ayu, 'Selamat pagi, Ayu')
  await accessible(ayu, 'menu of a message')
  await ayu.getByRole('menuitem', { name: 'Reply' }).click()
  await say(ayu, 'And to you')
  await bubble(budi, 'And to you').locator('.reply', { hasText: 'Selamat pagi' }).waitFor()
  await openMenuOf(ayu, 'And to you')
  await ayu.getByRole('menuitem', { name: 'Edit' }).click()
  await say(ayu, 'And a good day to you')
  await bubble(budi, 'And a good day to you').getByText('edited').waitFor()
  await openMenuOf(ayu, 'Selamat pagi, Ayu')
  await ayu.getByRole('menuitem', { name: 'React with 🔥' }).click()
  await bubble(budi, 'Selamat pagi, Ayu').locator('.reaction', { hasText: '🔥' }).waitFor()
  await openMenuOf(ayu, 'Hello Budi')
  await ayu.getByRole('menuitem', { name: 'Pin' }).click()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Pin' }).click()
  await budi.locator('.pinned-bar', { hasText: 'Hello Budi' }).waitFor()
  await say(ayu, 'soon gone')
  await bubble(budi, 'soon gone').waitFor()
  await openMenuOf(ayu, 'soon gone')
  await ayu.getByRole('menuitem', { name: 'Delete' }).click()
  await accessible(ayu, 'question')
  await ayu.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await bubble(budi, 'soon gone').waitFor({ state: 'detached' })
})
await check('a poll is asked, voted in and counted on both sides', async () => {
  await ayu.getByRole('button', { name: 'Attach' }).click()
  await ayu.getByRole('menuitem', { name: 'Poll' }).click()
  await ayu.getByLabel('Question').fill('Rice or noodles?')
  await ayu.getByLabel('Answer 1').fill('Rice')
  await ayu.getByLabel('Answer 2').fill('Noodles')
  await accessible(ayu, 'new poll')
  await ayu.getByRole('button', { name: 'Send the poll' }).click()
  await budi.getByRole('button', { name: 'Noodles' }).click()
  await ayu.locator('.poll').getByText('1 vote').waitFor()
})
await check('history survives a reload, and a draft too', async () => {
  await ayu.getByRole('textbox', { name: 'Message' }).fill('half a sentence')
  await ayu.waitForTimeout(2500)
  await ayu.reload()
  await bubble(ayu, 'And a good day to you').waitFor()
  await bubble(ayu, 'Hello Budi, here is merpati').waitFor()
  await soon(async () => (await ayu.getByRole('textbox', { name: 'Message' }).inputValue()) === 'half a sentence', 'the draft')
  await ayu.getByRole('textbox', { name: 'Message' }).fill('')
  // What the page kept stands there before it is connected: what is new shows that it is.
  let asked = 0
  await soon(async () => {
    await say(budi, `there again, ${++asked}`)
    await ayu.waitForTimeout(1000)
    return bubble(ayu, `there again, ${asked}`).isVisible()
  }, 'something new on the page that was loaded anew')
})
await check('a connection that breaks loses nothing in either direction', async () => {
  await ayu.context().setOffline(true)
  await ayu.getByText('No connection.').waitFor()
  await say(ayu, 'written without a network')
  await ayu.getByRole('img', { name: 'is being sent' }).first().waitFor()
  for (let number = 1; number <= 5; number++) await say(budi, `meanwhile ${number}`)
  await ayu.context().setOffline(false)
  await bubble(budi, 'written without a network').waitFor()
  await bubble(ayu, 'meanwhile 5').waitFor()
  const texts = await ayu.locator('.bubble .text').allInnerTexts()
  equal(texts.filter((text) => /meanwhile/.test(text)).map((text) => /meanwhile \d/.exec(text)[0]), [1, 2, 3, 4, 5].map((number) => `meanwhile ${number}`))
  equal(texts.filter((text) => text.includes('without a network')).length, 1)
})
await check('a Telethon user writes to the page and reads what it answers', async () => {
  const here = dirname(fileURLToPath(import.meta.url))
  const telethon = spawn(process.env.ROUND_PYTHON, [join(here, 'telethon_friend.py'), CITRA, AYU], {
    env: { ...process.env, PYTHONPATH: join(here, '../../clients/python') }, stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said = []
  createInterface({ input: telethon.stdout }).on('line', (line) => said.push(line))
  try {
    await ayu.locator('.row', { hasText: 'Citra' }).click()
    await bubble(ayu, 'greetings from Telethon').waitFor()
    await say(ayu, 'greetings from the **page**')
    await soon(() => said.includes('heard greetings from the page [MessageEntityBold 19 4]'), `Telethon hears it; it said ${said.join(' / ')}`)
  } finally {
    telethon.stdin.end()
  }
})
await check('a chat is muted, put on top, archived and found again', async () => {
  const row = ayu.locator('.row', { hasText: 'Budi Santoso' })
  await row.click({ button: 'right' })
  await ayu.getByRole('menuitem', { name: 'Pin on top' }).click()
  await ayu.locator('.chats .row').first().filter({ hasText: 'Budi' }).waitFor()
  await ayu.waitForFunction(() => document.querySelector('.chats li[style*="translateY(0px)"]')?.textContent?.includes('Budi'))
  await row.click({ button: 'right' })
  await ayu.getByRole('menuitem', { name: 'Archive' }).click()
  await ayu.getByRole('button', { name: 'Archive' }).click()
  await row.click({ button: 'right' })
  await ayu.getByRole('menuitem', { name: 'Take out of the archive' }).click()
  await ayu.getByRole('button', { name: 'Back to all chats' }).click()
  await row.waitFor()
})
await check('words are found over all and in a chat', async () => {
  const field = ayu.getByLabel('Search chats, people, messages')
  await field.fill('good day')
  await ayu.locator('.results').getByText('And a good day to you').waitFor()
  await accessible(ayu, 'search')
  await ayu.locator('.results').getByText('And a good day to you').click()
  await ayu.locator('.message.flash', { hasText: 'And a good day to you' }).waitFor()
})
await check('the keyboard alone goes to a chat, writes, and opens the menu of a message', async () => {
  const field = ayu.getByLabel('Search chats, people, messages')
  await field.focus()
  await field.press('ArrowDown')
  await ayu.waitForFunction(() => document.activeElement?.classList.contains('row'))
  await ayu.keyboard.press('Enter')
  await ayu.getByRole('textbox', { name: 'Message' }).focus()
  await ayu.keyboard.type('by keyboard')
  await ayu.keyboard.press('Enter')
  await bubble(ayu, 'by keyboard').waitFor()
  await ayu.locator('.message', { hasText: 'by keyboard' }).getByRole('button', { name: 'What to do with this message' }).focus()
  await ayu.keyboard.press('Enter')
  await ayu.getByRole('menuitem', { name: 'Reply' }).waitFor()
  await ayu.keyboard.press('Escape')
})
await check('a QR code on a new device is accepted from the settings, and the device is listed', async () => {
  const second = await person()
  await second.getByRole('button', { name: 'Sign in with a QR code' }).click()
  await second.getByRole('img', { name: 'QR code to sign in' }).waitFor()
  await second.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await second.getByRole('button', { name: 'Copy the link of this code' }).click()
  const url = await second.evaluate(() => navigator.clipboard.readText())
  await ayu.goto(`${ADDRESS}/#panel=settings/devices`)
  await ayu.getByLabel('Link', { exact: true }).fill(url)
  await ayu.getByRole('button', { name: 'Link a device' }).click()
  await second.getByRole('navigation').waitFor()
  await ayu.locator('.session').nth(1).waitFor()
  await second.context().close()
})
await check('axe finds nothing serious on the other screens, light and dark', async () => {
  for (const scheme of ['light', 'dark']) {
    await ayu.emulateMedia({ colorScheme: scheme })
    for (const panel of ['', 'new', 'new/contact', 'archive', 'settings', 'settings/account', 'settings/notifications', 'settings/privacy', 'settings/blocked', 'settings/devices', 'settings/folders', 'settings/folders/2', 'settings/language', 'settings/appearance']) {
      await ayu.goto(`${ADDRESS}/#panel=${panel}`)
      await ayu.waitForTimeout(350)
      await accessible(ayu, `${scheme} ${panel || 'chats'}`)
    }
    await ayu.goto(`${ADDRESS}/#`)
    await ayu.locator('.row', { hasText: 'Budi Santoso' }).click()
    await bubble(ayu, 'And a good day').waitFor()
    await ayu.locator('.chat-who').click()
    await ayu.locator('.info').waitFor()
    await ayu.waitForTimeout(400)
    await accessible(ayu, `${scheme} chat and profile`)
  }
  await budi.emulateMedia({ colorScheme: 'dark' })
  await accessible(budi, 'chat on a phone')
})
await check('it opens without a network with what it has', async () => {
  await ayu.goto(`${ADDRESS}/#`)
  await ayu.waitForFunction(async () => (await navigator.serviceWorker.ready) && (await caches.keys()).length > 0)
  await ayu.waitForTimeout(2500)
  await ayu.context().setOffline(true)
  await ayu.reload()
  await ayu.locator('.row', { hasText: 'Budi Santoso' }).click()
  await bubble(ayu, 'And a good day to you').waitFor()
  await ayu.context().setOffline(false)
})
await check('signing out forgets, and signing in again finds everything', async () => {
  await budi.goto(`${ADDRESS}/#panel=settings`)
  await budi.getByRole('button', { name: 'Sign out' }).click()
  await budi.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await budi.getByLabel('Phone number').waitFor()
  assert(await budi.evaluate(() => !localStorage.getItem('merpati.account')), 'an account is still known')
  await enterCode(budi, BUDI)
  await budi.locator('.row', { hasText: 'Ayu Lestari' }).click()
  await bubble(budi, 'And a good day to you').waitFor()
})
await check('no page complained, of its policy least of all', async () => equal(complaints, []))
await finish()
