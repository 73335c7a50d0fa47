/** The round of GramJS: two people, one of them with two devices. */
import bigInt from 'big-integer'
import { NewMessage, Raw } from 'telegram/events/index.js'
import { DeletedMessage } from 'telegram/events/DeletedMessage.js'
import { EditedMessage } from 'telegram/events/EditedMessage.js'
import { assert, check, equal, finish, soon } from './harness.mjs'
import { Api, befriend, signIn, signUp } from './gramjs_people.mjs'

const AYU = '+15550030001'
const BUDI = '+15550030002'

function collect(client, event) {
  const seen = []
  client.addEventHandler((update) => { seen.push(update) }, event)
  return seen
}

let ayu, budi, ayuTwo
await check('gramjs signs up', async () => {
  ayu = await signUp(AYU, 'Ayu')
  budi = await signUp(BUDI, 'Budi')
  equal((await ayu.getMe()).firstName, 'Ayu')
})
const notices = collect(ayu, new NewMessage({ incoming: true }))
await check('gramjs signs in on a second device, and the first is told', async () => {
  ayuTwo = await signIn(AYU)
  await soon(() => notices.length >= 2, 'two messages of the service account')
})
const toBudi = await befriend(ayu, BUDI, 'Budi')
const toAyu = await befriend(budi, AYU, 'Ayu')
await befriend(ayuTwo, BUDI, 'Budi')
const inbox = collect(budi, new NewMessage({ incoming: true }))
const edits = collect(budi, new EditedMessage({}))
const deletions = collect(budi, new DeletedMessage({}))
const budiRaw = collect(budi, new Raw({}))
const ayuRaw = collect(ayu, new Raw({}))
const mirrored = collect(ayuTwo, new NewMessage({ outgoing: true }))
let hello, answer

await check('gramjs sends and receives', async () => {
  hello = await ayu.sendMessage(toBudi, { message: 'hello **Budi**, here is merpati' })
  await soon(() => inbox.length, "Budi's message")
  equal([inbox[0].message.message, String(inbox[0].message.senderId)], ['hello Budi, here is merpati', String(toAyu.id)])
  equal(inbox[0].message.entities[0].className, 'MessageEntityBold')
  await soon(() => mirrored.some((m) => m.message.id === hello.id), 'the message on the second device')
})
await check('gramjs reads, and the sender sees it', async () => {
  await budi.markAsRead(toAyu)
  await soon(() => ayuRaw.some((u) => u.className === 'UpdateReadHistoryOutbox' && u.maxId >= hello.id), 'the read receipt')
})
await check('gramjs edits', async () => {
  await ayu.editMessage(toBudi, { message: hello.id, text: 'hello Budi, edited' })
  await soon(() => edits.length, 'the edit')
  equal([edits[0].message.message, edits[0].message.id], ['hello Budi, edited', inbox[0].message.id])
})
await check('gramjs replies', async () => {
  await budi.sendMessage(toAyu, { message: 'an answer', replyTo: inbox[0].message.id })
  await soon(() => notices.some((m) => m.message.message === 'an answer'), 'the reply')
  answer = notices.find((m) => m.message.message === 'an answer').message
  equal(answer.replyTo.replyToMsgId, hello.id)
})
await check('gramjs forwards', async () => {
  await ayu.forwardMessages(toBudi, { messages: [answer.id], fromPeer: toBudi })
  await soon(() => inbox.at(-1).message.message === 'an answer', 'the forwarded message')
  equal(String(inbox.at(-1).message.fwdFrom.fromId.userId), String(toBudi.id))
  await ayu.forwardMessages('me', { messages: [answer.id], fromPeer: toBudi })
  equal((await ayu.getMessages('me', { limit: 5 })).map((m) => m.message), ['an answer'])
})
await check('gramjs searches in a chat and over all', async () => {
  equal((await ayu.getMessages(toBudi, { search: 'EDITED', limit: 10 })).map((m) => m.id), [hello.id])
  const found = await ayu.invoke(new Api.messages.SearchGlobal({
    q: 'edited', filter: new Api.InputMessagesFilterEmpty(), minDate: 0, maxDate: 0, offsetRate: 0,
    offsetPeer: new Api.InputPeerEmpty(), offsetId: 0, limit: 10,
  }))
  assert(found.messages.some((m) => m.id === hello.id), 'not found over all')
})
await check('gramjs types', async () => {
  const peer = await ayu.getInputEntity(toBudi)
  await ayu.invoke(new Api.messages.SetTyping({ peer, action: new Api.SendMessageTypingAction() }))
  await soon(() => budiRaw.some((u) => u.className === 'UpdateUserTyping'), 'the typing action')
})
await check('gramjs deletes for both', async () => {
  const doomed = await ayu.sendMessage(toBudi, { message: 'soon gone' })
  await soon(() => inbox.at(-1).message.message === 'soon gone', 'the message')
  await ayu.deleteMessages(toBudi, [doomed.id], { revoke: true })
  await soon(() => deletions.length, 'the deletion')
  equal(deletions[0].deletedIds, [inbox.at(-1).message.id])
})
await check('gramjs sees the same history and dialogs on both devices', async () => {
  const one = await ayu.getMessages(toBudi, { limit: 20 })
  const two = await ayuTwo.getMessages(toBudi, { limit: 20 })
  equal(one.map((m) => m.message), ['an answer', 'an answer', 'hello Budi, edited'])
  equal(two.map((m) => m.id), one.map((m) => m.id))
  const dialogs = await ayuTwo.getDialogs({})
  assert(dialogs.some((d) => String(d.id) === String(toBudi.id)), 'no dialog')
})
await check('gramjs reacts, and asks in a poll', async () => {
  const heart = new Api.ReactionEmoji({ emoticon: '❤' })
  await budi.invoke(new Api.messages.SendReaction({ peer: toAyu, msgId: inbox[0].message.id, reaction: [heart] }))
  const [seen] = await ayu.getMessages(toBudi, { ids: [hello.id] })
  equal(seen.reactions.results.map((r) => [r.reaction.emoticon, r.count]), [['❤', 1]])
  const words = (text) => new Api.TextWithEntities({ text, entities: [] })
  const answers = ['Rice', 'Noodles'].map((text, at) => new Api.PollAnswer({ text: words(text), option: Buffer.from([at]) }))
  const poll = new Api.Poll({ id: bigInt(0), question: words('Rice or noodles?'), answers })
  await ayu.invoke(new Api.messages.SendMedia({
    peer: toBudi, media: new Api.InputMediaPoll({ poll }), message: '', randomId: bigInt(4711),
  }))
  const [asked] = await budi.getMessages(toAyu, { limit: 1 })
  const voted = await budi.invoke(new Api.messages.SendVote({ peer: toAyu, msgId: asked.id, options: [Buffer.from([1])] }))
  equal(voted.updates[0].results.results.map((r) => r.voters), [0, 1])
})
await check('gramjs gets the difference of 300 messages in order', async () => {
  let state = await ayuTwo.invoke(new Api.updates.GetState())
  await ayuTwo.disconnect()
  for (let number = 0; number < 300; number++) await budi.sendMessage(toAyu, { message: `number ${number}` })
  await ayuTwo.connect()
  const caught = []
  // The library leaves the difference to its user.
  for (;;) {
    const difference = await ayuTwo.invoke(new Api.updates.GetDifference({ pts: state.pts, date: state.date, qts: state.qts }))
    if (difference.className === 'updates.DifferenceEmpty') break
    caught.push(...difference.newMessages.map((m) => m.message))
    state = difference.state ?? difference.intermediateState
    if (difference.className === 'updates.Difference') break
  }
  equal(caught, Array.from({ length: 300 }, (_, n) => `number ${n}`))
})
await check('gramjs schedules, changes its mind, and the rest is sent at its time', async () => {
  const at = (seconds) => Math.floor(Date.now() / 1000) + seconds
  const gone = () => ayuRaw.filter((u) => u.className === 'UpdateDeleteScheduledMessages')
  const later = await ayu.sendMessage(toBudi, { message: 'later', schedule: at(12) })
  const never = await ayu.sendMessage(toBudi, { message: 'never', schedule: at(3000) })
  await ayu.editMessage(toBudi, { message: never.id, text: 'not even then', schedule: at(4000) })
  const scheduled = () => ayu.invoke(new Api.messages.GetScheduledHistory({ peer: toBudi, hash: bigInt(0) }))
  const waiting = (await scheduled()).messages
  equal(waiting.map((m) => [m.id, m.message]), [[never.id, 'not even then'], [later.id, 'later']])
  assert(later.id < 2 ** 18 && waiting[0].fromScheduled, 'not scheduled')
  await ayu.invoke(new Api.messages.DeleteScheduledMessages({ peer: toBudi, id: [never.id] }))
  const past = ayu.sendMessage(toBudi, { message: 'past', schedule: at(-100) })
  equal(await past.then(() => 'sent', (error) => error.errorMessage), 'SCHEDULE_DATE_INVALID')
  await soon(() => inbox.some((m) => m.message.message === 'later'), 'the message at its time')
  await soon(() => gone().some((u) => u.messages.includes(later.id) && u.sentMessages?.length === 1), 'that it was sent')
  equal((await scheduled()).messages.length, 0)
})
await check('gramjs lets the messages of a chat go', async () => {
  await ayu.invoke(new Api.messages.SetHistoryTTL({ peer: toBudi, period: 2 }))
  await soon(() => budiRaw.some((u) => u.className === 'UpdatePeerHistoryTTL' && u.ttlPeriod === 2), 'that they go')
  const mortal = await ayu.sendMessage(toBudi, { message: 'mortal' })
  equal(mortal.ttlPeriod, 2)
  await soon(() => inbox.some((m) => m.message.message === 'mortal'), 'the message')
  const { id } = inbox.find((m) => m.message.message === 'mortal').message
  await soon(() => deletions.some((d) => d.deletedIds.includes(id)), 'the message to go')
  await ayu.invoke(new Api.messages.SetHistoryTTL({ peer: toBudi, period: 0 }))
})
await check('gramjs ends the other session', async () => {
  const { authorizations } = await ayu.invoke(new Api.account.GetAuthorizations())
  const other = authorizations.filter((a) => !a.current)
  equal(other.length, 1)
  await ayu.invoke(new Api.account.ResetAuthorization({ hash: other[0].hash }))
  const patience = new Promise((resolve) => setTimeout(resolve, 5000, 'no answer'))
  const outcome = await Promise.race([ayuTwo.invoke(new Api.updates.GetState()).then(() => 'works', () => 'refused'), patience])
  assert(outcome !== 'works', 'the ended session still works')
})
await check('gramjs logs out', async () => {
  await ayu.invoke(new Api.auth.LogOut())
  const back = await signIn(AYU)
  equal((await back.getMe()).firstName, 'Ayu')
})
finish()
