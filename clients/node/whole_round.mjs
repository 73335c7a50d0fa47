/** What makes private chats whole, as GramJS (layer 198) and mtcute (layer 227) know it: answers to messages of other
 * chats, effects, parts of saved messages, polls that close by themselves, birthdays. */
import { assert, check, equal, finish, soon } from './harness.mjs'
import bigInt from 'big-integer'
import * as gramjs from './gramjs_people.mjs'
import * as mtcute from './mtcute_round.mjs'

const { Api } = gramjs
const AYU = '+15550053001'
const BUDI = '+15550053002'
const CITRA = '+15550053003'

let ayu, budi, citra, toBudi, toCitra, toAyu, fromAyu
await check('gramjs and mtcute sign three people in', async () => {
  ayu = await mtcute.signUp(AYU, 'Ayu')
  budi = await gramjs.signUp(BUDI, 'Budi')
  citra = await gramjs.signUp(CITRA, 'Citra')
  toBudi = await mtcute.befriend(ayu, BUDI, 'Budi')
  toCitra = await mtcute.befriend(ayu, CITRA, 'Citra')
  toAyu = await gramjs.befriend(budi, AYU, 'Ayu')
  fromAyu = await gramjs.befriend(citra, AYU, 'Ayu')
})

const newest = async (client, peer) => (await client.getMessages(peer, { limit: 1 }))[0]

let there
await check('mtcute answers a message of another chat, and gramjs reads its words', async () => {
  await budi.sendMessage(toAyu, { message: 'the train leaves at nine' })
  ;[there] = await ayu.getHistory(toBudi, { limit: 1 })
  await ayu.sendText(toCitra, 'is that ours?', { replyTo: there })
  const header = (await newest(citra, fromAyu)).replyTo
  equal(header.quoteText, 'the train leaves at nine')
  assert(!header.quote)
  equal(header.replyFrom.fromId.userId.toString(), String(toBudi))
  const [own] = await ayu.getHistory(toCitra, { limit: 1 })
  equal(own.replyToMessage?.origin, 'other_chat')
})

await check('mtcute sends an effect, and gramjs sees it', async () => {
  const effects = await ayu.getAvailableMessageEffects()
  equal(effects.length, 6)
  await ayu.sendText(toBudi, 'fire', { effect: effects[0].id })
  equal((await newest(budi, toAyu)).effect.toString(), effects[0].id.toString())
})

await check('mtcute saves a message, and finds it in the part of its author', async () => {
  await ayu.forwardMessages({ messages: [there], toChatId: 'me' })
  const page = await ayu.call({
    _: 'messages.getSavedDialogs', offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 10, hash: 0,
  })
  equal(page.dialogs.map((one) => one.peer.userId).join(), String(toBudi))
  const peer = await ayu.resolvePeer(toBudi)
  const part = await ayu.call({
    _: 'messages.getSavedHistory', peer, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0,
  })
  equal(part.messages.map((one) => one.message).join(), 'the train leaves at nine')
})

await check('gramjs asks in a poll that closes by itself, and mtcute hears the end', async () => {
  const ended = []
  const text = (words) => new Api.TextWithEntities({ text: words, entities: [] })
  const option = (words, byte) => new Api.PollAnswer({ text: text(words), option: Buffer.from([byte]) })
  ayu.onRawUpdate.add(({ update }) => {
    if (update._ === 'updateMessagePoll' && update.poll?.closed) ended.push(update)
  })
  const poll = new Api.Poll({
    id: bigInt(0), question: text('Now?'), answers: [option('Yes', 48), option('No', 49)], closePeriod: 5,
  })
  await budi.invoke(new Api.messages.SendMedia({ peer: toAyu, media: new Api.InputMediaPoll({ poll }), message: '' }))
  await soon(() => ended.length > 0, 'the end of the poll')
})

await check('mtcute tells a birthday, and gramjs reads it', async () => {
  await ayu.setMyBirthday({ day: 17, month: 8, year: 1945 })
  const page = await citra.invoke(new Api.users.GetFullUser({ id: fromAyu }))
  equal(page.fullUser.birthday.day, 17)
})

await ayu.destroy()
await budi.destroy()
await citra.destroy()
finish()
