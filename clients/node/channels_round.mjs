/** Channels and supergroups over two layers: GramJS (198) and mtcute (227) write in one group and read one channel. */
import { MemoryStorage } from '@mtcute/core'
import { NewMessage, Raw } from 'telegram/events/index.js'
import { EditedMessage } from 'telegram/events/EditedMessage.js'
import { assert, check, equal, finish, soon } from './harness.mjs'
import * as gramjs from './gramjs_people.mjs'
import * as mtcute from './mtcute_round.mjs'

const { Api } = gramjs
const AYU = '+15550055001'
const BUDI = '+15550055002'

const ayu = await gramjs.signUp(AYU, 'Ayu')
const budi = await mtcute.signUp(BUDI, 'Budi')
const toBudi = await gramjs.befriend(ayu, BUDI, 'Budi')
const ayuSees = []
ayu.addEventHandler((update) => { ayuSees.push(update.message) }, new NewMessage({ incoming: true }))
const ayuEdits = []
ayu.addEventHandler((update) => { ayuEdits.push(update.message) }, new EditedMessage({}))
const ayuRaw = []
ayu.addEventHandler((update) => { ayuRaw.push(update) }, new Raw({}))
const budiSees = []
budi.onNewMessage.add((message) => { if (!message.isOutgoing) budiSees.push(message) })
const budiDeletes = []
budi.onDeleteMessage.add((update) => { budiDeletes.push(update) })
let group, marked, hello

await check('gramjs makes a supergroup and brings in a user of mtcute', async () => {
  const made = await ayu.invoke(new Api.channels.CreateChannel({ title: 'Kampung', about: 'kita', megagroup: true }))
  group = made.chats[0]
  assert(group.megagroup && group.creator, 'no supergroup of its maker')
  marked = Number(`-100${group.id}`)
  await ayu.invoke(new Api.channels.InviteToChannel({ channel: group, users: [toBudi] }))
  const found = []
  for await (const dialog of budi.iterDialogs()) found.push(dialog.peer.displayName)
  assert(found.includes('Kampung'), `not in the list: ${found}`)
})
await check('gramjs and mtcute write in one group, with the same ids', async () => {
  hello = await ayu.sendMessage(group, { message: 'halo **kampung**' })
  await soon(() => budiSees.some((m) => m.text === 'halo kampung'), 'the message at mtcute')
  const heard = budiSees.find((m) => m.text === 'halo kampung')
  equal([heard.id, heard.chat.id, heard.entities.map((e) => e.kind)], [hello.id, marked, ['bold']])
  const answer = await budi.sendText(marked, 'hadir', { replyTo: hello.id })
  await soon(() => ayuSees.some((m) => m.message === 'hadir'), 'the answer at GramJS')
  const seen = ayuSees.find((m) => m.message === 'hadir')
  equal([seen.id, seen.replyTo.replyToMsgId], [answer.id, hello.id])
})
await check('mtcute edits and gramjs deletes, and the other sees it', async () => {
  const mine = await budi.sendText(marked, 'salah')
  await budi.editMessage({ chatId: marked, message: mine.id, text: 'benar' })
  await soon(() => ayuEdits.some((m) => m.message === 'benar'), 'the edit')
  await ayu.deleteMessages(group, [mine.id], { revoke: true })
  await soon(() => budiDeletes.some((update) => update.messageIds.includes(mine.id)), 'the delete')
  equal(await budi.getMessages(marked, [mine.id]), [null])
})
await check('mtcute reads the group, and gramjs and mtcute see one history', async () => {
  await budi.readHistory(marked)
  const theirs = (await budi.getHistory(marked, { limit: 20 })).filter((m) => m.text).map((m) => [m.id, m.text])
  const ours = (await ayu.getMessages(group, { limit: 20 })).filter((m) => m.message).map((m) => [m.id, m.message])
  equal(theirs, ours)
  equal(ours.map(([, text]) => text), ['hadir', 'halo kampung'])
})
await check('mtcute catches up with a group after being away', async () => {
  const storage = new MemoryStorage()
  const second = await mtcute.signIn(BUDI, storage)
  for await (const _ of second.iterDialogs()) { /* it knows the group from here on */ }
  const before = []
  second.onNewMessage.add((message) => { before.push(message.text) })
  // The library keeps where a channel stands once it has had an update of it.
  await ayu.sendMessage(group, { message: 'sebelum' })
  await soon(() => before.includes('sebelum'), 'the message before')
  await second.disconnect()
  for (let number = 0; number < 3; number += 1) await ayu.sendMessage(group, { message: `kabar ${number}` })
  const back = mtcute.device(storage)
  const seen = []
  back.onNewMessage.add((message) => { seen.push(message.text) })
  await back.connect()
  await back.startUpdatesLoop()
  await soon(() => seen.filter((text) => text.startsWith('kabar')).length === 3, 'what was missed')
  equal(seen.filter((text) => text.startsWith('kabar')), ['kabar 0', 'kabar 1', 'kabar 2'])
  await back.destroy()
})
await check('mtcute makes a channel, gramjs joins by its link and reads', async () => {
  const channel = await budi.createChannel({ title: 'Warta', description: 'kabar' })
  const { link } = await budi.createInviteLink(channel.id)
  const hash = link.split('+')[1]
  const joined = await ayu.invoke(new Api.messages.ImportChatInvite({ hash }))
  equal(joined.chats[0].title, 'Warta')
  await budi.sendText(channel.id, 'warta pertama')
  await soon(() => ayuSees.some((m) => m.message === 'warta pertama'), 'the post at GramJS')
  const post = ayuSees.find((m) => m.message === 'warta pertama')
  assert(post.post && !post.fromId, 'a post that names its author')
  const difference = await ayu.invoke(new Api.updates.GetChannelDifference({
    channel: joined.chats[0], filter: new Api.ChannelMessagesFilterEmpty(), pts: 1, limit: 100,
  }))
  assert(difference.final && difference.newMessages.some((m) => m.message === 'warta pertama'), 'not in the difference')
})
await check('gramjs, at its old layer, and mtcute write in the topics of one forum', async () => {
  await ayu.invoke(new Api.channels.ToggleForum({ channel: group, enabled: true }))
  const updates = await ayu.invoke(new Api.channels.CreateForumTopic({ channel: group, title: 'Kabar', randomId: 71n }))
  const topic = updates.updates.map((u) => u.message).find((m) => m && m.action).id
  const told = budiSees.length
  await ayu.sendMessage(group, { message: 'di kabar', replyTo: topic })
  await soon(() => budiSees.slice(told).some((m) => m.text === 'di kabar'), 'the message at mtcute')
  const found = []
  for await (const one of budi.iterForumTopics(marked)) found.push([one.id, one.title])
  equal(found.sort((a, b) => a[0] - b[0]), [[1, 'General'], [topic, 'Kabar']])
  const answer = await budi.sendText(marked, 'dijawab', { replyTo: topic })
  await soon(() => ayuSees.some((m) => m.message === 'dijawab'), 'the answer at GramJS')
  const seen = ayuSees.find((m) => m.message === 'dijawab')
  equal([seen.id, seen.replyTo.forumTopic, seen.replyTo.replyToMsgId], [answer.id, true, topic])
  const listed = await ayu.invoke(new Api.channels.GetForumTopics({ channel: group, offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 10 }))
  equal(listed.topics.find((one) => one.id === topic).topMessage, answer.id)
  await ayu.invoke(new Api.channels.EditForumTopic({ channel: group, topicId: topic, closed: true }))
  let refused = ''
  try { await budi.sendText(marked, 'lagi', { replyTo: topic }) } catch (error) { refused = error.text ?? String(error) }
  assert(refused.includes('TOPIC_CLOSED'), `not refused: ${refused}`)
})
await ayu.disconnect()
await budi.destroy()
finish()
