/** The round of mtcute: two people, one of them with two devices. */
import { MemoryStorage } from '@mtcute/core'
import { addPublicKey } from '@mtcute/core/utils.js'
import { TelegramClient } from '@mtcute/node'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import { API_HASH, API_ID, HOST, PORT, PUBLIC_KEY, assert, check, equal, finish, loginCode, soon } from './harness.mjs'

const AYU = '+15550040001'
const BUDI = '+15550040002'

const crypto = new NodeCryptoProvider()
await crypto.initialize()
addPublicKey(crypto, PUBLIC_KEY)

export function device(storage = new MemoryStorage(), options = {}) {
  const dc = { id: 2, ipAddress: HOST, port: PORT }
  return new TelegramClient({
    apiId: API_ID,
    apiHash: API_HASH,
    storage,
    logLevel: Number(process.env.ROUND_VERBOSE ?? 0),
    defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
    initConnectionOptions: { deviceModel: 'mtcute' },
    updates: { catchUp: true, messageGroupingInterval: 0 },
    ...options,
  })
}

export async function signUp(phone, firstName) {
  const client = device()
  const sent = await client.sendCode({ phone })
  const answer = await client.call({
    _: 'auth.signIn', phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: loginCode(phone),
  })
  equal(answer._, 'auth.authorizationSignUpRequired')
  const authorization = await client.call({
    _: 'auth.signUp', phoneNumber: phone, phoneCodeHash: sent.phoneCodeHash, firstName, lastName: 'Mtcute',
  })
  await client.notifyLoggedIn(authorization)
  await client.startUpdatesLoop()
  return client
}

export async function signIn(phone, storage) {
  const client = device(storage)
  const sent = await client.sendCode({ phone })
  await client.signIn({ phone, phoneCodeHash: sent.phoneCodeHash, phoneCode: loginCode(phone) })
  await client.startUpdatesLoop()
  return client
}

/** A function that waits for the message with a text among those that come in from now on, and gives it. */
export function arrivals(client) {
  const inbox = []
  client.onNewMessage.add((message) => inbox.push(message))
  return async (text) => {
    await soon(() => inbox.some((m) => m.text === text), `${text} arrives`)
    return inbox.find((m) => m.text === text)
  }
}

export async function befriend(client, phone, firstName) {
  const imported = await client.importContacts([{ phone, firstName, lastName: '' }])
  equal(imported.users.length, 1)
  return imported.users[0].id
}

function collect(emitter) {
  const seen = []
  emitter.add((update) => seen.push(update))
  return seen
}

async function gather(iterator) {
  const all = []
  for await (const one of iterator) all.push(one)
  return all
}

async function main() {
  let ayu, budi, ayuTwo
  const storage = new MemoryStorage()
  await check('mtcute signs up', async () => {
    ayu = await signUp(AYU, 'Ayu')
    budi = await signUp(BUDI, 'Budi')
    equal((await ayu.getMe()).firstName, 'Ayu')
  })
  const notices = collect(ayu.onNewMessage)
  await check('mtcute signs in on a second device, and the first is told', async () => {
    ayuTwo = await signIn(AYU, storage)
    await soon(() => notices.filter((m) => m.chat.id === 777000).length >= 2, 'two messages of the service account')
  })
  const toBudi = await befriend(ayu, BUDI, 'Budi')
  const toAyu = await befriend(budi, AYU, 'Ayu')
  await befriend(ayuTwo, BUDI, 'Budi')
  const inbox = collect(budi.onNewMessage)
  const edits = collect(budi.onEditMessage)
  const deletions = collect(budi.onDeleteMessage)
  const typing = collect(budi.onUserTyping)
  const reads = collect(ayu.onHistoryRead)
  const mirrored = collect(ayuTwo.onNewMessage)
  let hello, answer

  await check('mtcute sends and receives', async () => {
    hello = await ayu.sendText(toBudi, 'hello Budi, here is merpati')
    await soon(() => inbox.length, "Budi's message")
    equal([inbox[0].text, inbox[0].sender.id], ['hello Budi, here is merpati', toAyu])
    await soon(() => mirrored.some((m) => m.id === hello.id && m.isOutgoing), 'the message on the second device')
  })
  await check('mtcute reads, and the sender sees it', async () => {
    await budi.readHistory(toAyu)
    await soon(() => reads.some((r) => r.isOutbox && r.maxReadId >= hello.id), 'the read receipt')
  })
  await check('mtcute edits', async () => {
    await ayu.editMessage({ chatId: toBudi, message: hello.id, text: 'hello Budi, edited' })
    await soon(() => edits.length, 'the edit')
    equal([edits[0].text, edits[0].id], ['hello Budi, edited', inbox[0].id])
  })
  await check('mtcute replies', async () => {
    await budi.sendText(toAyu, 'an answer', { replyTo: inbox[0].id })
    await soon(() => notices.some((m) => m.text === 'an answer'), 'the reply')
    answer = notices.find((m) => m.text === 'an answer')
    equal(answer.replyToMessage.id, hello.id)
  })
  await check('mtcute forwards', async () => {
    await ayu.forwardMessagesById({ fromChatId: toBudi, messages: [answer.id], toChatId: toBudi })
    await soon(() => inbox.at(-1).text === 'an answer', 'the forwarded message')
    assert(inbox.at(-1).forward, 'no forward header')
    await ayu.forwardMessagesById({ fromChatId: toBudi, messages: [answer.id], toChatId: 'me' })
    equal((await ayu.getHistory('me')).map((m) => m.text), ['an answer'])
  })
  await check('mtcute searches in a chat and over all', async () => {
    equal((await gather(ayu.iterSearchMessages({ chatId: toBudi, query: 'EDITED' }))).map((m) => m.id), [hello.id])
    const found = await ayu.searchGlobal({ query: 'edited' })
    assert(found.some((m) => m.id === hello.id), 'not found over all')
  })
  await check('mtcute types', async () => {
    await ayu.sendTyping(toBudi, 'typing')
    await soon(() => typing.length, 'the typing action')
  })
  await check('mtcute deletes for both', async () => {
    const doomed = await ayu.sendText(toBudi, 'soon gone')
    await soon(() => inbox.at(-1).text === 'soon gone', 'the message')
    await ayu.deleteMessages([doomed], { revoke: true })
    await soon(() => deletions.length, 'the deletion')
    equal(deletions[0].messageIds, [inbox.at(-1).id])
  })
  await check('mtcute sees the same history and dialogs on both devices', async () => {
    const [one, two] = [await ayu.getHistory(toBudi), await ayuTwo.getHistory(toBudi)]
    equal(one.map((m) => m.text), ['an answer', 'an answer', 'hello Budi, edited'])
    equal(two.map((m) => m.id), one.map((m) => m.id))
    const dialogs = await gather(ayuTwo.iterDialogs())
    assert(dialogs.some((d) => d.peer.id === toBudi), 'no dialog')
  })
  await check('mtcute reacts, and the author reads it', async () => {
    const given = await budi.sendReaction({ chatId: toAyu, message: inbox[0].id, emoji: '🔥' })
    equal(given.reactions.reactions.map((r) => [r.emoji, r.count]), [['🔥', 1]])
    const [seen] = await ayu.getMessages(toBudi, [hello.id])
    equal(seen.reactions.reactions.map((r) => r.emoji), ['🔥'])
    const users = await ayu.getReactionUsers({ chatId: toBudi, message: hello.id })
    equal(users.map((u) => u.peer.id), [toBudi])
    await ayu.readReactions(toBudi)
  })
  await check('mtcute asks, votes and closes a poll', async () => {
    const asked = await ayu.sendMedia(toBudi, { type: 'poll', question: 'Rice or noodles?', answers: ['Rice', 'Noodles'] })
    await soon(() => inbox.at(-1).media?.type === 'poll', 'the poll')
    const voted = await budi.sendVote({ chatId: toAyu, message: inbox.at(-1).id, options: 1 })
    equal(voted.answers.map((a) => [a.voters, a.chosen]), [[0, false], [1, true]])
    const closed = await ayu.closePoll({ chatId: toBudi, message: asked.id })
    assert(closed.isClosed && closed.voters === 1, 'not closed')
  })
  await check('mtcute sends a place and a die', async () => {
    await ayu.sendMedia(toBudi, { type: 'geo', latitude: -6.2, longitude: 106.8 })
    await soon(() => inbox.at(-1).media?.type === 'location', 'the place')
    const thrown = await ayu.sendMedia(toBudi, { type: 'dice', emoji: '🎲' })
    await soon(() => inbox.at(-1).media?.type === 'dice', 'the die')
    equal(inbox.at(-1).media.value, thrown.media.value)
  })
  await check('mtcute catches up 300 messages in order', async () => {
    await ayuTwo.stopUpdatesLoop()
    await ayuTwo.disconnect()
    for (let number = 0; number < 300; number++) await budi.sendText(toAyu, `number ${number}`)
    const caught = collect(ayuTwo.onNewMessage)
    await ayuTwo.connect()
    await ayuTwo.startUpdatesLoop()
    await soon(() => caught.length >= 300, '300 messages')
    equal(caught.map((m) => m.text), Array.from({ length: 300 }, (_, n) => `number ${n}`))
  })
  await check('mtcute schedules, changes its mind, and the rest is sent at its time', async () => {
    const at = (seconds) => new Date(Date.now() + seconds * 1000)
    const later = await ayu.sendText(toBudi, 'later', { schedule: at(12) })
    const never = await ayu.sendText(toBudi, 'never', { schedule: at(3000) })
    const early = await ayu.sendText(toBudi, 'early', { schedule: at(4000) })
    const waiting = await ayu.getAllScheduledMessages(toBudi)
    equal(waiting.map((m) => [m.id, m.text]), [[early.id, 'early'], [never.id, 'never'], [later.id, 'later']])
    assert(waiting[0].isScheduled && later.id < 2 ** 18, 'not scheduled')
    equal((await ayu.getScheduledMessages(toBudi, [never.id])).map((m) => m?.text), ['never'])
    await ayu.deleteScheduledMessages(toBudi, [never.id])
    equal((await ayu.sendScheduled(toBudi, early.id)).map((m) => m.text), ['early'])
    await soon(() => inbox.some((m) => m.text === 'early'), 'the message before its time')
    await soon(() => inbox.some((m) => m.text === 'later'), 'the message at its time')
    equal(await ayu.getAllScheduledMessages(toBudi), [])
  })
  await check('mtcute lets the messages of a chat go', async () => {
    await ayu.setChatTtl(toBudi, 2)
    await ayu.sendText(toBudi, 'mortal')
    await soon(() => inbox.some((m) => m.text === 'mortal'), 'the message')
    const { id, ttlPeriod } = inbox.find((m) => m.text === 'mortal')
    equal(ttlPeriod, 2)
    await soon(() => deletions.some((d) => d.messageIds.includes(id)), 'the message to go')
    await ayu.setChatTtl(toBudi, 0)
  })
  await check('mtcute ends the other session', async () => {
    const { authorizations } = await ayu.call({ _: 'account.getAuthorizations' })
    const other = authorizations.filter((a) => !a.current)
    equal(other.length, 1)
    await ayu.call({ _: 'account.resetAuthorization', hash: other[0].hash })
    let works = false
    await ayuTwo.call({ _: 'updates.getState' }, { timeout: 5000, maxRetryCount: 0 }).then(() => { works = true }, () => {})
    assert(!works, 'the ended session still works')
  })
  await check('mtcute logs out', async () => {
    await ayu.logOut()
    const back = await signIn(AYU)
    equal((await back.getMe()).firstName, 'Ayu')
    await back.destroy()
  })
  await budi.destroy()
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await main()
  finish()
}
