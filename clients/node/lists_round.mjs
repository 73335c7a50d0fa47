/** The list of chats as GramJS (layer 198) and mtcute (layer 227) know it: pins, drafts, the archive, folders, privacy. */
import { assert, check, equal, finish, soon } from './harness.mjs'
import * as gramjs from './gramjs_people.mjs'
import * as mtcute from './mtcute_round.mjs'

const { Api } = gramjs
const AYU = '+15550052001'
const BUDI = '+15550052002'

let ayu, ayuTwo, budi, toBudi, thereBudi, toAyu
await check('gramjs and mtcute sign in, two devices of one person among them', async () => {
  ayu = await gramjs.signUp(AYU, 'Ayu')
  budi = await mtcute.signUp(BUDI, 'Budi')
  ayuTwo = await mtcute.signIn(AYU)
  toBudi = await gramjs.befriend(ayu, BUDI, 'Budi')
  thereBudi = await mtcute.befriend(ayuTwo, BUDI, 'Budi')
  toAyu = await mtcute.befriend(budi, AYU, 'Ayu')
  await ayu.sendMessage(toBudi, { message: 'hello' })
})

await check('gramjs pins a message, mtcute finds it and takes the pin away', async () => {
  const sent = await ayu.sendMessage(toBudi, { message: 'the address is ...' })
  await ayu.pinMessage(toBudi, sent.id, { notify: true })
  const found = await budi.searchMessages({ chatId: toAyu, filter: { _: 'inputMessagesFilterPinned' } })
  equal(found.map((message) => message.text).join(), 'the address is ...')
  await budi.unpinAllMessages(toAyu)
  const left = await ayu.getMessages(toBudi, { filter: new Api.InputMessagesFilterPinned() })
  equal(left.length, 0)
})

await check('gramjs keeps a draft and pins a chat; mtcute sees both', async () => {
  const peer = await ayu.getInputEntity(toBudi)
  await ayu.invoke(new Api.messages.SaveDraft({ peer, message: 'half a sentence' }))
  await ayu.invoke(new Api.messages.ToggleDialogPin({ pinned: true, peer: new Api.InputDialogPeer({ peer }) }))
  let dialog
  for await (const one of ayuTwo.iterDialogs({ pinned: 'only' })) dialog = one
  equal(dialog.peer.id, thereBudi)
  assert(dialog.isPinned)
  equal(dialog.draftMessage.text, 'half a sentence')
})

await check('mtcute archives a chat, and its message brings it back', async () => {
  await ayuTwo.archiveChats(thereBudi)
  const inArchive = async () => (await ayu.getDialogs({ archived: true })).length
  equal(await inArchive(), 1)
  await budi.sendText(toAyu, 'are you there?')
  await soon(async () => (await inArchive()) === 0, 'the chat comes back')
  await ayuTwo.markChatUnread(thereBudi)
  const marks = await ayu.invoke(new Api.messages.GetDialogUnreadMarks({}))
  equal(marks.length, 1)
})

await check('mtcute makes folders and gramjs has them in order', async () => {
  const include = [await ayuTwo.resolvePeer(thereBudi)]
  const title = (text) => ({ _: 'textWithEntities', text, entities: [] })
  const work = await ayuTwo.createFolder({ title: title('Work'), includePeers: include })
  const people = await ayuTwo.createFolder({ title: title('People'), contacts: true })
  await ayuTwo.setFoldersOrder([people.id, work.id])
  const found = await ayu.invoke(new Api.messages.GetDialogFilters())
  const filters = (found.filters ?? found).filter((one) => one.className === 'DialogFilter')
  equal(filters.map((one) => one.title.text ?? one.title).join(), 'People,Work')
  await ayuTwo.editFolder({ folder: work.id, modification: { title: title('Job') } })
  await ayuTwo.deleteFolder(people.id)
  const left = await ayuTwo.getFolders()
  equal(left.filters.filter((one) => one._ === 'dialogFilter').map((one) => one.title.text).join(), 'Job')
})

await check('mtcute shares a folder by a link, and another mtcute looks at it, joins and leaves', async () => {
  const group = await ayuTwo.createSupergroup({ title: 'Club' })
  const peer = await ayuTwo.resolvePeer(group)
  const title = { _: 'textWithEntities', text: 'Shared', entities: [] }
  const folder = await ayuTwo.createFolder({ title, includePeers: [peer] })
  const chatlist = { _: 'inputChatlistDialogFilter', filterId: folder.id }
  const exported = await ayuTwo.call({ _: 'chatlists.exportChatlistInvite', chatlist, title: 'all', peers: [peer] })
  const link = exported.invite.url
  const preview = await budi.getChatlistPreview(link)
  equal(preview.chats.map((chat) => chat.displayName).join(), 'Club')
  const joined = await budi.joinChatlist(link)
  equal(joined.title.text, 'Shared')
  equal(joined.includePeers.length, 1)
  await budi.sendText(preview.chats[0].inputPeer, 'here I am')
  const found = await ayu.invoke(new Api.messages.GetDialogFilters())
  const shared = (found.filters ?? found).find((one) => one.className === 'DialogFilterChatlist')
  assert(shared.hasMyInvites)
  await budi.call({
    _: 'chatlists.leaveChatlist',
    chatlist: { _: 'inputChatlistDialogFilter', filterId: joined.id },
    peers: [preview.chats[0].inputPeer],
  })
  const left = await budi.getFolders()
  equal(left.filters.filter((one) => one._ === 'dialogFilterChatlist').length, 0)
})

await check('gramjs hides when its person was there, and mtcute is told only about when', async () => {
  await ayu.invoke(new Api.account.UpdateStatus({ offline: false }))
  const key = new Api.InputPrivacyKeyStatusTimestamp()
  await ayu.invoke(new Api.account.SetPrivacy({ key, rules: [new Api.InputPrivacyValueDisallowAll()] }))
  const [seen] = await budi.call({ _: 'users.getUsers', id: [await budi.resolveUser(toAyu)] })
  equal(seen.status._, 'userStatusRecently')
})

await ayu.destroy()
await ayuTwo.destroy()
await budi.destroy()
finish()
