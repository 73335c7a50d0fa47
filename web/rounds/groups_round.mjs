/**
 * A group on the page: made, spoken in by two browsers and Telethon, changed, and left; a supergroup with its links,
 * admins, limits and removed members; a channel that lets people in.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { accessible, ADDRESS, assert, bubble, check, complaints, equal, finish, person, PHONE, say, signUp, soon, writeTo } from './harness.mjs'

const AYU = '+15550062001'
const BUDI = '+15550062002'
const CITRA = '+15550062003'
const DEWI = '+15550062004'

/** Opens one of the doors beside a group or channel, does something there, and waits until it is closed. */
async function door(name, work) {
  await ayu.locator('.info').getByRole('button', { name: new RegExp(`^${name}`) }).click()
  const dialog = ayu.getByRole('dialog')
  await dialog.waitFor()
  await work(dialog)
  await dialog.waitFor({ state: 'detached' })
}

const ayu = await person()
const budi = await person(PHONE)
await signUp(ayu, AYU, 'Ayu')
await signUp(budi, BUDI, 'Budi')
await writeTo(ayu, BUDI)
await say(ayu, 'hello')
const here = dirname(fileURLToPath(import.meta.url))
const telethon = spawn(process.env.ROUND_PYTHON, [join(here, 'telethon_friend.py'), CITRA, AYU], {
  env: { ...process.env, PYTHONPATH: join(here, '../../clients/python') }, stdio: ['pipe', 'pipe', 'inherit'],
})
const heard = []
createInterface({ input: telethon.stdout }).on('line', (line) => heard.push(line))
await ayu.locator('.row', { hasText: 'Citra' }).waitFor()

await check('a group is made on the page, and all who are in it have it', async () => {
  await ayu.getByRole('button', { name: 'Menu' }).click()
  await ayu.getByRole('menuitem', { name: 'New group' }).click()
  await ayu.getByLabel('Name', { exact: true }).fill('Pigeon fanciers')
  for (const name of ['Budi', 'Citra']) await ayu.locator('.people .row', { hasText: name }).click()
  await accessible(ayu, 'new group')
  await ayu.getByRole('button', { name: 'Create' }).click()
  await ayu.getByText('created “Pigeon fanciers”').first().waitFor()
  await budi.locator('.row', { hasText: 'Pigeon fanciers' }).click()
})
await check('what one says in it, the others and Telethon hear, with its author', async () => {
  await say(ayu, 'welcome, everybody')
  const there = bubble(budi, 'welcome, everybody')
  await there.locator('.author', { hasText: 'Ayu' }).waitFor()
  await soon(() => heard.includes('heard welcome, everybody []'), `Telethon hears it; it heard ${heard.join(' / ')}`)
  await say(budi, 'glad to be here')
  await bubble(ayu, 'glad to be here').locator('.author', { hasText: 'Budi' }).waitFor()
})
await check('its members are listed, and its new name is everywhere', async () => {
  await ayu.locator('.chat-who').click()
  await ayu.locator('.info').getByText('Members · 3').waitFor()
  await accessible(ayu, 'group and its members')
  await ayu.locator('.info').getByRole('button', { name: 'Edit' }).click()
  await ayu.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Carrier pigeons')
  await ayu.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await budi.locator('.chat-who', { hasText: 'Carrier pigeons' }).waitFor()
})
await check('its description and what members may do are changed, and hold at once', async () => {
  await door('Edit', async (dialog) => {
    await dialog.getByLabel('Description').fill('For all who keep pigeons')
    await accessible(ayu, 'edit a group')
    await dialog.getByRole('button', { name: 'Save' }).click()
  })
  await ayu.locator('.info').getByText('For all who keep pigeons').waitFor()
  await door('What members may do', async (dialog) => {
    await dialog.getByRole('switch', { name: 'Send messages' }).uncheck()
    await accessible(ayu, 'permissions')
    await dialog.getByRole('button', { name: 'Save' }).click()
  })
  await budi.getByText('You cannot write here.').waitFor()
  await door('What members may do', async (dialog) => {
    await dialog.getByRole('switch', { name: 'Send messages' }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
  })
  await budi.getByRole('textbox', { name: 'Message' }).waitFor()
})
await check('it gets a photo that the others see, or the page says that this server keeps none', async () => {
  const picture = await ayu.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 300)
    const context = canvas.getContext('2d')
    context.fillStyle = '#2e8fb3'
    context.fillRect(0, 0, 300, 300)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  })
  let kept = false
  await door('Edit', async (dialog) => {
    await dialog.locator('input[type=file]').setInputFiles({ name: 'loft.png', mimeType: 'image/png', buffer: Buffer.from(picture) })
    const photo = dialog.locator('.photo-button .avatar img')
    await soon(async () => (await photo.count()) || (await ayu.getByText('This server cannot do that yet.').count()), 'a photo, or a word about it')
    kept = (await photo.count()) > 0
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })
  if (kept) await budi.locator('.chat-who .avatar img').waitFor()
  else console.log('groups: photos not checked, this server keeps none')
})
await check('who is removed is told so, and can no longer write', async () => {
  await ayu.locator('.info').getByRole('button', { name: 'More: Budi' }).click()
  await ayu.getByRole('menuitem', { name: 'Remove from the group' }).click()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Remove from the group' }).click()
  await budi.getByText('You are no longer a member of this group.').waitFor()
  await ayu.getByText('You removed Budi').first().waitFor()
})
const dewi = await person()
await signUp(dewi, DEWI, 'Dewi')
await check('a supergroup gets a public name, by which others find and join it', async () => {
  await ayu.goto(`${ADDRESS}/#panel=new/group`)
  await ayu.getByLabel('Name', { exact: true }).fill('Racing loft')
  await ayu.getByRole('switch', { name: /Supergroup/ }).check()
  await ayu.locator('.people .row', { hasText: 'Citra' }).click()
  await ayu.getByRole('button', { name: 'Create' }).click()
  await ayu.locator('.chat-who', { hasText: 'Racing loft' }).click()
  await door('Edit', async (dialog) => {
    await dialog.getByLabel('Public name').fill('racing_loft')
    await dialog.getByText('This name is free.').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
  })
  await ayu.locator('.info').getByText('@racing_loft').waitFor()
  await budi.goto(`${ADDRESS}/#at=racing_loft`)
  await budi.getByRole('button', { name: 'Join' }).click()
  await say(budi, 'found you by name')
  await bubble(ayu, 'found you by name').waitFor()
})
let address = ''
await check('an invite link with a limit is made, and whoever opens it is asked and gets in', async () => {
  await ayu.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await door('Invite links', async (dialog) => {
    await dialog.getByRole('button', { name: 'New link' }).click()
    await dialog.getByLabel('Name of the link').fill('For the club')
    await dialog.getByLabel('How many may join by it').selectOption('10')
    await dialog.getByLabel('Good for').selectOption('86400')
    await accessible(ayu, 'new link')
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    await dialog.locator('.links li', { hasText: 'For the club' }).getByText('0 of 10 used').waitFor()
    await accessible(ayu, 'invite links')
    await dialog.getByRole('button', { name: 'Copy link: For the club' }).click()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  address = await ayu.evaluate(() => navigator.clipboard.readText())
  await dewi.goto(address)
  await dewi.getByRole('dialog').getByText('Racing loft').waitFor()
  await accessible(dewi, 'an invitation')
  await dewi.getByRole('dialog').getByRole('button', { name: 'Join' }).click()
  await dewi.locator('.chat-who', { hasText: 'Racing loft' }).waitFor()
  await say(dewi, 'here by the link')
  await bubble(ayu, 'here by the link').waitFor()
})
await check('an invite link that was sent as text opens the same question, and one that was revoked leads nowhere', async () => {
  const hash = /join=([\w-]+)/.exec(address)?.[1]
  await door('Invite links', async (dialog) => {
    await dialog.getByRole('button', { name: 'Revoke: For the club' }).click()
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
    await dialog.getByText('Revoked links').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  await writeTo(ayu, BUDI)
  await say(ayu, `come in: https://t.me/+${hash}`)
  await budi.getByRole('button', { name: 'Back', exact: true }).click()
  // By what it says: until it has come, other chats name Ayu above hers.
  await budi.locator('.row', { hasText: 'come in' }).first().click()
  await bubble(budi, 'come in').getByRole('link').click()
  await soon(async () => (await budi.locator('.chat-who', { hasText: 'Racing loft' }).count()) || (await budi.getByText('This invite link is not good').count()), 'an answer about the link')
  await budi.keyboard.press('Escape')
  await dewi.goto(`${ADDRESS}/#join=${hash}x`)
  await dewi.getByText('This invite link is not good, or no longer.').waitFor()
  await dewi.getByRole('button', { name: 'Close' }).click()
})
await check('members are searched, one becomes an admin with a title and chosen rights', async () => {
  await ayu.locator('.row', { hasText: 'Racing loft' }).click()
  if (!(await ayu.locator('.info').count())) await ayu.locator('.chat-who').click()
  await ayu.getByLabel('Search members').fill('bud')
  await soon(async () => (await ayu.locator('.info .people .row').count()) === 1, 'only Budi is left')
  await ayu.locator('.info').getByRole('button', { name: 'More: Budi' }).click()
  await ayu.getByRole('menuitem', { name: 'Make an admin' }).click()
  const dialog = ayu.getByRole('dialog')
  await dialog.getByRole('switch', { name: 'Make new admins' }).check()
  await dialog.getByRole('switch', { name: 'Pin messages' }).uncheck()
  await dialog.getByLabel('Title').fill('Loft keeper')
  await accessible(ayu, 'rights of an admin')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await ayu.getByLabel('Search members').fill('')
  await ayu.locator('.info').getByText('Loft keeper').waitFor()
  await ayu.locator('.info').getByRole('button', { name: 'More: Budi' }).click()
  await ayu.getByRole('menuitem', { name: 'Rights of an admin' }).click()
  assert(await dialog.getByRole('switch', { name: 'Make new admins' }).isChecked(), 'the right was not kept')
  assert(!(await dialog.getByRole('switch', { name: 'Pin messages' }).isChecked()), 'the right was not taken')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})
await check('a member waits between messages, is restricted, removed, and allowed to return', async () => {
  await door('What members may do', async (dialog) => {
    await dialog.getByLabel('Wait between messages').selectOption('60')
    await dialog.getByRole('button', { name: 'Save' }).click()
  })
  await dewi.goto(`${ADDRESS}/#at=racing_loft`)
  await say(dewi, 'slowly now')
  await bubble(dewi, 'slowly now').getByRole('img', { name: 'sent', exact: true }).waitFor()
  await say(dewi, 'too quick')
  await bubble(dewi, 'too quick').getByText('That was often.').waitFor()
  await ayu.locator('.info').getByRole('button', { name: 'More: Dewi' }).click()
  await ayu.getByRole('menuitem', { name: 'Restrict' }).click()
  await ayu.getByRole('dialog').getByRole('switch', { name: 'Send messages' }).uncheck()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await dewi.getByText('You cannot write here.').waitFor()
  await ayu.locator('.info').getByRole('button', { name: 'More: Dewi' }).click()
  await ayu.getByRole('menuitem', { name: 'Remove from the group' }).click()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Remove from the group' }).click()
  await dewi.getByText('You cannot write here.').waitFor({ state: 'detached' })
  await dewi.getByRole('button', { name: 'Join' }).waitFor()
  await door('Removed and restricted', async (dialog) => {
    await accessible(ayu, 'removed people')
    await dialog.getByRole('button', { name: 'Allow to return: Dewi' }).click()
    await dialog.getByText('Nobody was removed or restricted.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  await dewi.getByRole('button', { name: 'Join' }).click()
  await dewi.getByRole('textbox', { name: 'Message' }).waitFor()
})
await check('a supergroup has topics, and one is begun, written in and read, or the page says that this server has none', async () => {
  await ayu.goto(`${ADDRESS}/#at=racing_loft`)
  await ayu.locator('.chat-who', { hasText: 'Racing loft' }).waitFor()
  if (!(await ayu.locator('.info').count())) await ayu.locator('.chat-who').click()
  await ayu.locator('.info').getByRole('button', { name: 'Edit' }).click()
  await ayu.getByRole('dialog').getByRole('switch', { name: 'Messages stand in topics' }).check()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  const refused = ayu.getByText('This server cannot do that yet.')
  await soon(async () => (await refused.count()) || !(await ayu.getByRole('dialog').count()), 'topics, or a word about them')
  if (await refused.count()) {
    console.log('groups: topics not checked, this server has none')
    await ayu.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    return
  }
  const openTopics = async (page) => {
    await page.locator('.chat-bar').getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Topics' }).click()
  }
  await openTopics(ayu)
  await ayu.getByRole('button', { name: 'New topic' }).click()
  await ayu.getByLabel('What is it about?').fill('Weather')
  await ayu.getByRole('button', { name: 'Create' }).click()
  await accessible(ayu, 'topics')
  await ayu.getByRole('dialog').locator('.row', { hasText: 'Weather' }).click()
  const thread = (page) => page.locator('.thread')
  await thread(ayu).getByRole('textbox', { name: 'Message' }).fill('Clear until noon')
  await thread(ayu).getByRole('textbox', { name: 'Message' }).press('Enter')
  await thread(ayu).getByText('Clear until noon').waitFor()
  await accessible(ayu, 'a topic')
  await budi.goto(`${ADDRESS}/#at=racing_loft`)
  await budi.locator('.chat-who', { hasText: 'Racing loft' }).waitFor()
  await openTopics(budi)
  await budi.getByRole('dialog').locator('.row', { hasText: 'Weather' }).click()
  await thread(budi).getByText('Clear until noon').waitFor()
  await thread(budi).getByRole('textbox', { name: 'Message' }).fill('Then we fly')
  await thread(budi).getByRole('textbox', { name: 'Message' }).press('Enter')
  await thread(ayu).getByText('Then we fly').waitFor()
  await thread(ayu).getByRole('button', { name: 'Close' }).click()
  await thread(budi).getByRole('button', { name: 'Close' }).click()
})
await check('a channel lets in whom its admins accept', async () => {
  await ayu.goto(`${ADDRESS}/#panel=new/channel`)
  await ayu.getByLabel('Name', { exact: true }).fill('Pigeon news')
  await ayu.getByRole('button', { name: 'Create' }).click()
  await ayu.locator('.chat-who', { hasText: 'Pigeon news' }).click()
  await door('Invite links', async (dialog) => {
    await dialog.getByRole('button', { name: 'New link' }).click()
    await dialog.getByLabel('Name of the link').fill('By request')
    await dialog.getByRole('switch', { name: 'Admins let people in' }).check()
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    await dialog.getByRole('button', { name: 'Copy link: By request' }).click()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  await dewi.goto(await ayu.evaluate(() => navigator.clipboard.readText()))
  await dewi.getByRole('button', { name: 'Ask to join' }).click()
  await dewi.getByText('The admins were asked to let you in.').waitFor()
  await ayu.locator('.info').getByRole('button', { name: 'Close' }).click()
  await ayu.locator('.chat-who', { hasText: 'Pigeon news' }).click()
  await door('Asking to join', async (dialog) => {
    await accessible(ayu, 'join requests')
    await dialog.getByRole('button', { name: 'Let in: Dewi' }).click()
    await dialog.getByText('Nobody is asking to join.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  await dewi.locator('.row', { hasText: 'Pigeon news' }).click()
  await dewi.getByText('Only admins can write here.').waitFor()
})
await check('a post of a channel is commented on by a subscriber, where the server has comments', async () => {
  await ayu.goto(`${ADDRESS}/#panel=new/group`)
  await ayu.getByLabel('Name', { exact: true }).fill('News talk')
  await ayu.getByRole('switch', { name: /Supergroup/ }).check()
  await ayu.getByRole('button', { name: 'Create' }).click()
  await ayu.locator('.chat-who', { hasText: 'News talk' }).waitFor()
  await ayu.locator('.row', { hasText: 'Pigeon news' }).click()
  if (!(await ayu.locator('.info').count())) await ayu.locator('.chat-who').click()
  await ayu.locator('.info').getByRole('button', { name: 'Edit' }).click()
  const dialog = ayu.getByRole('dialog')
  const choice = dialog.getByLabel('Comments stand in')
  if (!(await choice.waitFor({ timeout: 4000 }).then(() => true, () => false))) {
    console.log('groups: comments not checked, this server has none')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    return
  }
  await choice.selectOption({ label: 'News talk' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await ayu.getByRole('textbox', { name: 'Message' }).fill('The first egg of the year')
  await ayu.getByRole('textbox', { name: 'Message' }).press('Enter')
  await bubble(dewi, 'The first egg').getByRole('button', { name: 'Leave a comment' }).click()
  await dewi.locator('.thread').getByRole('textbox', { name: 'Message' }).fill('What a beauty')
  await dewi.locator('.thread').getByRole('textbox', { name: 'Message' }).press('Enter')
  await dewi.locator('.thread').getByText('What a beauty').waitFor()
  await accessible(dewi, 'comments')
  await ayu.reload()
  await bubble(ayu, 'The first egg').getByRole('button', { name: '1 comment' }).click()
  await ayu.locator('.thread').getByText('What a beauty').waitFor()
  await ayu.locator('.thread').getByRole('button', { name: 'Close' }).click()
})
await check('a group becomes a supergroup and goes on there, or the page says that this server cannot do that', async () => {
  await ayu.goto(`${ADDRESS}/#`)
  await ayu.locator('.row', { hasText: 'Carrier pigeons' }).click()
  if (!(await ayu.locator('.info').count())) await ayu.locator('.chat-who').click()
  await ayu.locator('.info').getByRole('button', { name: 'Edit' }).click()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Make it a supergroup' }).click()
  await ayu.getByRole('dialog').getByText('It cannot become a group again.').waitFor()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Make it a supergroup' }).click()
  const refused = ayu.getByText('This server cannot do that yet.')
  const moved = ayu.getByText('The group became a supergroup').first()
  await soon(async () => (await refused.count()) || (await moved.count()), 'a supergroup, or a word about it')
  if (await refused.count()) {
    console.log('groups: becoming a supergroup not checked, this server cannot do that')
    return
  }
  await say(ayu, 'still here')
  await soon(async () => (await ayu.locator('.chats .row', { hasText: 'Carrier pigeons' }).count()) === 1, 'one chat in the list')
})
telethon.stdin.end()
await check('no page complained', async () => equal(complaints, []))
await finish()
