/** A group on the page: made, spoken in by two browsers and Telethon, renamed, and left. */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { accessible, bubble, check, complaints, equal, finish, person, PHONE, say, signUp, soon, writeTo } from './harness.mjs'

const AYU = '+15550062001'
const BUDI = '+15550062002'
const CITRA = '+15550062003'

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
await check('who is removed is told so, and can no longer write', async () => {
  await ayu.locator('.info').getByRole('button', { name: 'More: Budi' }).click()
  await ayu.getByRole('menuitem', { name: 'Remove from the group' }).click()
  await ayu.getByRole('dialog').getByRole('button', { name: 'Remove from the group' }).click()
  await budi.getByText('You are no longer a member of this group.').waitFor()
  await ayu.getByText('You removed Budi').first().waitFor()
})
telethon.stdin.end()
await check('no page complained', async () => equal(complaints, []))
await finish()
