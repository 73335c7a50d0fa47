/** mtcute's round of searching: beginnings of words, accents, pairs of characters, edits. */
import { befriend, signUp } from './mtcute_round.mjs'
import { assert, check, equal, finish } from './harness.mjs'

const AYU = '+15550041001'
const BUDI = '+15550041002'

async function texts(client, params) {
  const found = []
  for await (const message of client.iterSearchMessages(params)) found.push(message.text)
  return found
}

const [ayu, budi] = [await signUp(AYU, 'Ayu'), await signUp(BUDI, 'Budi')]
const toBudi = await befriend(ayu, BUDI, 'Budi')
const toAyu = await befriend(budi, AYU, 'Ayu')

await check('mtcute finds a word by its beginning, without case and accents', async () => {
  await ayu.sendText(toBudi, 'Zażółć gęślą jaźń')
  for (const query of ['zazolc', 'GĘŚ', 'ja ge']) {
    equal(await texts(budi, { chatId: toAyu, query }), ['Zażółć gęślą jaźń'])
  }
  equal(await texts(budi, { chatId: toAyu, query: 'azn' }), [])
})
await check('mtcute finds Chinese by pairs of characters, here and over all', async () => {
  await budi.sendText(toAyu, '我喜欢养鸽子')
  equal(await texts(ayu, { chatId: toBudi, query: '鸽子' }), ['我喜欢养鸽子'])
  equal((await ayu.searchGlobal({ query: '喜欢' })).map((m) => m.text), ['我喜欢养鸽子'])
  equal(await texts(ayu, { chatId: toBudi, query: '子我' }), [])
})
await check('mtcute no longer finds an edited word', async () => {
  const sent = await ayu.sendText(toBudi, 'the red house')
  await ayu.editMessage({ chatId: toBudi, message: sent.id, text: 'the blue house' })
  equal(await texts(budi, { chatId: toAyu, query: 'red' }), [])
  equal(await texts(budi, { chatId: toAyu, query: 'blu hou' }), ['the blue house'])
})
await check('mtcute counts and pages what is found', async () => {
  for (let number = 0; number < 30; number++) await ayu.sendText(toBudi, `letter ${number}`)
  const page = await ayu.searchMessages({ chatId: toBudi, query: 'lett', limit: 7 })
  equal([page.length, page.total], [7, 30])
  const all = await texts(ayu, { chatId: toBudi, query: 'lett', chunkSize: 7 })
  equal(all, Array.from({ length: 30 }, (_, n) => `letter ${29 - n}`))
  assert(page.next, 'there is more, but no next page')
})
await ayu.destroy()
await budi.destroy()
finish()
