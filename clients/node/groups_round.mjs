/** A basic group as GramJS (layer 198) and mtcute (layer 227) know it: made by one, written in by both, read, edited,
 * answered, left, and caught up with by a device that was away. */
import { assert, check, equal, finish, soon } from './harness.mjs'
import bigInt from 'big-integer'
import * as gramjs from './gramjs_people.mjs'
import * as mtcute from './mtcute_round.mjs'

const { Api } = gramjs
const AYU = '+15550065001'
const BUDI = '+15550065002'
const CITRA = '+15550065003'

let ayu, budi, citra, toBudi, toCitra, fromBudi
await check('gramjs and mtcute sign three people in for a group', async () => {
  ayu = await mtcute.signUp(AYU, 'Ayu')
  budi = await gramjs.signUp(BUDI, 'Budi')
  citra = await gramjs.signUp(CITRA, 'Citra')
  toBudi = await mtcute.befriend(ayu, BUDI, 'Budi')
  toCitra = await mtcute.befriend(ayu, CITRA, 'Citra')
  fromBudi = await gramjs.befriend(budi, AYU, 'Ayu')
})

let id, peer, chat
const lines = async (client) => {
  const messages = await client.getMessages(chat, { limit: 100 })
  return messages.map((one) => one.message || one.action.className).reverse()
}
const own = async () => {
  const messages = await ayu.getHistory(peer, { limit: 100 })
  return messages.map((one) => one.text || one.action.type).reverse()
}

await check('mtcute makes a group, and gramjs finds it among its chats', async () => {
  const { chat: made, missing } = await ayu.createGroup({ title: 'Warung', users: [toBudi, toCitra] })
  equal(missing.length, 0)
  equal(made.title, 'Warung')
  peer = made.id
  id = -made.id
  chat = new Api.InputPeerChat({ chatId: bigInt(id) })
  const dialogs = await budi.getDialogs({})
  const group = dialogs.find((one) => one.isGroup)
  equal(group.title, 'Warung')
  equal(group.message.action.className, 'MessageActionChatCreate')
})

const heard = { budi: [], ayu: [], edits: [] }
await check('gramjs and mtcute write in a group and hear each other', async () => {
  budi.addEventHandler((update) => {
    if (update.className === 'UpdateNewMessage') heard.budi.push(update.message)
  })
  ayu.onNewMessage.add((message) => heard.ayu.push(message))
  ayu.onEditMessage.add((message) => heard.edits.push(message))
  await ayu.sendText(peer, 'siapa lapar?')
  await soon(() => heard.budi.some((one) => one.message === 'siapa lapar?'), 'the question')
  const question = heard.budi.find((one) => one.message === 'siapa lapar?')
  equal(question.peerId.chatId.toString(), String(id))
  await budi.sendMessage(chat, { message: 'saya', replyTo: question.id })
  await soon(() => heard.ayu.some((one) => one.text === 'saya'), 'the answer')
  const answer = heard.ayu.find((one) => one.text === 'saya')
  equal(answer.sender.id, toBudi)
  const [, asked] = await ayu.getHistory(peer, { limit: 2 })
  equal(answer.replyToMessage.id, asked.id)
  await budi.editMessage(chat, { message: (await budi.getMessages(chat, { limit: 1 }))[0].id, text: 'saya!' })
  await soon(() => heard.edits.some((one) => one.text === 'saya!'), 'the edit')
})

await check('mtcute reads a group, and gramjs is told', async () => {
  const reads = []
  budi.addEventHandler((update) => {
    if (update.className === 'UpdateReadHistoryOutbox') reads.push(update)
  })
  await ayu.readHistory(peer)
  await soon(() => reads.length > 0, 'the read mark')
  equal(reads[0].peer.chatId.toString(), String(id))
})

await check('gramjs renames a group, and mtcute shows its page', async () => {
  await budi.invoke(new Api.messages.EditChatTitle({ chatId: bigInt(id), title: 'Warung Bu Tini' }))
  const full = await ayu.getFullChat(peer)
  equal(full.title, 'Warung Bu Tini')
  equal(full.full.participants.participants.length, 3)
  const members = await ayu.getChatMembers(peer)
  equal(members.filter((one) => one.status === 'creator').length, 1)
})

await check('gramjs is made to leave a group, and comes back by being brought in', async () => {
  const [gone] = [await citra.getMessages(chat, { limit: 100 })]
  assert(gone.length > 0)
  await ayu.kickChatMember({ chatId: peer, userId: toCitra })
  await ayu.sendText(peer, 'rahasia')
  assert(!(await lines(citra)).includes('rahasia'))
  let refused
  await citra.sendMessage(chat, { message: 'halo?' }).catch((error) => { refused = error.errorMessage })
  equal(refused, 'PEER_ID_INVALID')
  await ayu.addChatMembers(peer, [toCitra], {})
  await ayu.sendText(peer, 'selamat datang')
  const seen = await lines(citra)
  assert(!seen.includes('rahasia') && seen.at(-1) === 'selamat datang')
})

await check('gramjs catches up with a group after being away', async () => {
  const state = await budi.invoke(new Api.updates.GetState())
  for (const number of [1, 2, 3]) await ayu.sendText(peer, `kabar ${number}`)
  const answer = await budi.invoke(new Api.updates.GetDifference({ pts: state.pts, date: state.date, qts: state.qts }))
  equal(answer.newMessages.map((one) => one.message).join(), 'kabar 1,kabar 2,kabar 3')
  equal(answer.chats.map((one) => one.id.toString()).join(), String(id))
})

await check('gramjs and mtcute see one order in a group', async () => {
  const theirs = (await lines(budi)).filter((one) => !one.startsWith('MessageAction'))
  const mine = (await own()).filter((one) => !one.includes('_') && theirs.includes(one))
  equal(mine.join(), theirs.join())
  assert(theirs.length >= 7)
})

await check('mtcute makes a supergroup of the group, and gramjs goes on there', async () => {
  const moved = []
  budi.addEventHandler((update) => {
    if (update.className === 'UpdateNewChannelMessage') moved.push(update.message)
  })
  const answer = await ayu.call({ _: 'messages.migrateChat', chatId: id })
  const made = answer.chats.find((one) => one._ === 'channel')
  assert(made.megagroup && made.creator)
  const old = answer.chats.find((one) => one._ === 'chat')
  equal(old.migratedTo.channelId, made.id)
  await soon(() => moved.length > 0, 'the service message')
  equal(moved[0].action.className, 'MessageActionChannelMigrateFrom')
  equal(moved[0].action.chatId.toString(), String(id))
  const dialogs = await budi.getDialogs({})
  const there = dialogs.find((one) => one.isChannel && one.title === 'Warung Bu Tini')
  equal(there.unreadCount, 0)
  await budi.sendMessage(there.inputEntity, { message: 'warung baru' })
  const full = await ayu.getFullChat(-1000000000000 - made.id)
  equal(full.full.migratedFromChatId.toString(), String(id))
  const [latest] = await ayu.getHistory(-1000000000000 - made.id, { limit: 1 })
  equal(latest.text, 'warung baru')
  equal(full.full.participantsCount, 3)
})

await ayu.destroy()
await budi.destroy()
await citra.destroy()
finish()
