/** One chat over three layers: GramJS (198), mtcute (227) and Telethon (229) read each other. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NewMessage } from 'telegram/events/index.js'
import { check, equal, finish, soon } from './harness.mjs'
import * as gramjs from './gramjs_people.mjs'
import * as mtcute from './mtcute_round.mjs'

const CITRA = '+15550050003'
const here = dirname(fileURLToPath(import.meta.url))
const python = process.env.ROUND_PYTHON
const telethon = spawn(python, [join(here, '../python/mixed_telethon.py')], { stdio: ['ignore', 'pipe', 'inherit'] })
await Promise.race([once(telethon.stdout, 'data'), once(telethon, 'exit')])

let ayu, budi
await check('gramjs, mtcute and telethon sign up on one server', async () => {
  equal(telethon.exitCode, null)
  ayu = await gramjs.signUp('+15550050001', 'Ayu')
  budi = await mtcute.signUp('+15550050002', 'Budi')
})
const ayuSees = []
ayu.addEventHandler((update) => { ayuSees.push(update.message) }, new NewMessage({ incoming: true }))
const budiSees = []
budi.onNewMessage.add((message) => { if (!message.isOutgoing) budiSees.push(message) })

await check('gramjs and telethon read each other', async () => {
  const citra = await gramjs.befriend(ayu, CITRA, 'Citra')
  const sent = await ayu.sendMessage(citra, { message: 'from 198' })
  await soon(() => ayuSees.some((m) => m.message === 'echo: from 198'), "Telethon's echo")
  equal(ayuSees.find((m) => m.message === 'echo: from 198').replyTo.replyToMsgId, sent.id)
  await ayu.editMessage(citra, { message: sent.id, text: 'from 198, edited' })
  await soon(() => ayuSees.some((m) => m.message === 'edited: from 198, edited'), "Telethon's word on the edit")
})
await check('mtcute and telethon read each other', async () => {
  const citra = await mtcute.befriend(budi, CITRA, 'Citra')
  const sent = await budi.sendText(citra, 'from 227')
  await soon(() => budiSees.some((m) => m.text === 'echo: from 227'), "Telethon's echo")
  equal(budiSees.find((m) => m.text === 'echo: from 227').replyToMessage.id, sent.id)
})
await check('gramjs and mtcute read each other', async () => {
  const toBudi = await gramjs.befriend(ayu, '+15550050002', 'Budi')
  const toAyu = await mtcute.befriend(budi, '+15550050001', 'Ayu')
  await ayu.sendMessage(toBudi, { message: 'across **layers**' })
  await soon(() => budiSees.some((m) => m.text === 'across layers'), 'the message at mtcute')
  equal(budiSees.find((m) => m.text === 'across layers').entities.map((e) => e.kind), ['bold'])
  await budi.sendText(toAyu, 'and back')
  await soon(() => ayuSees.some((m) => m.message === 'and back'), 'the message at GramJS')
})
await check('mtcute does tasks of a list, and gramjs, whose layer has none, sees that there is something', async () => {
  const toAyu = await mtcute.befriend(budi, '+15550050001', 'Ayu')
  const list = { type: 'todo', title: 'Pasar', items: ['Beras', 'Cabai'], othersCanAppend: true }
  let sent = await budi.sendMedia(toAyu, list)
  equal(sent.media.items.map((item) => [item.id, item.text.text]), [[0, 'Beras'], [1, 'Cabai']])
  await soon(() => ayuSees.some((m) => m.media?.className === 'MessageMediaUnsupported'), 'something at GramJS')
  const told = await budi.toggleTodoCompleted({ message: sent, completed: 1, uncompleted: [] })
  equal(told.replyToMessage.id, sent.id)
  await budi.appendTodoList({ message: sent, items: 'Teh' })
  sent = (await budi.getMessages(toAyu, sent.id))[0]
  equal(sent.media.items.map((item) => [item.id, item.isCompleted]), [[0, false], [1, true], [2, false]])
  const toBudi = await gramjs.befriend(ayu, '+15550050002', 'Budi')
  const seen = await ayu.getMessages(toBudi, { limit: 3 })
  equal(seen.map((m) => m.action?.className ?? m.media.className), [
    'MessageActionEmpty', 'MessageActionEmpty', 'MessageMediaUnsupported',
  ])
})
await check('telethon leaves when told', async () => {
  const citra = await gramjs.befriend(ayu, CITRA, 'Citra')
  await ayu.sendMessage(citra, { message: 'go' })
  const [code] = telethon.exitCode === null ? await once(telethon, 'exit') : [telethon.exitCode]
  equal(code, 0)
})
finish()
