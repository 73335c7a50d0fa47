/** Who is in a group or channel, and what its admins can do. */
import type { tl } from '@mtcute/core'
import type { Member, PeerId } from '../model/model'
import { call } from './call'
import { inputChannel, inputPeer, inputUser, isChannel } from './inputPeer'
import { peerId } from './peerId'
import { takeUpdates } from './taken'

export interface GroupInfo {
  about: string
  members: Member[]
  /** How many there are; more than are listed where the group is large. */
  count: number
}

/** How many members are listed. */
const MEMBERS_MAX = 200

export async function getGroupInfo(chat: PeerId): Promise<GroupInfo> {
  if (!isChannel(chat)) {
    const { fullChat } = await call({ _: 'messages.getFullChat', chatId: -chat })
    if (fullChat._ !== 'chatFull') return { about: '', members: [], count: 0 }
    const list = fullChat.participants._ === 'chatParticipants' ? fullChat.participants.participants : []
    const members = list.map((one): Member => ({
      id: one.userId, role: one._ === 'chatParticipantCreator' ? 'owner' : one._ === 'chatParticipantAdmin' ? 'admin' : 'member',
    }))
    return { about: fullChat.about, members, count: members.length }
  }
  const channel = await inputChannel(chat)
  const { fullChat } = await call({ _: 'channels.getFullChannel', channel })
  const about = fullChat.about
  const count = fullChat._ === 'channelFull' ? (fullChat.participantsCount ?? 0) : 0
  const found = await call({
    _: 'channels.getParticipants', channel, filter: { _: 'channelParticipantsRecent' }, offset: 0, limit: MEMBERS_MAX, hash: 0 as never,
  } as tl.channels.RawGetParticipantsRequest).catch(() => undefined)
  const list = found?._ === 'channels.channelParticipants' ? found.participants : []
  const members = list.flatMap((one): Member[] => {
    if ('userId' in one) return [{ id: one.userId, role: one._ === 'channelParticipantCreator' ? 'owner' : one._ === 'channelParticipantAdmin' ? 'admin' : 'member' }]
    return one._ === 'channelParticipantBanned' ? [] : [{ id: peerId(one.peer), role: 'member' }]
  })
  return { about, members, count: Math.max(count, members.length) }
}

export async function renameGroup(chat: PeerId, title: string): Promise<void> {
  takeUpdates(isChannel(chat)
    ? await call({ _: 'channels.editTitle', channel: await inputChannel(chat), title })
    : await call({ _: 'messages.editChatTitle', chatId: -chat, title }))
}

export async function removeMember(chat: PeerId, user: PeerId): Promise<void> {
  if (!isChannel(chat)) {
    takeUpdates(await call({ _: 'messages.deleteChatUser', chatId: -chat, userId: await inputUser(user) }))
    return
  }
  takeUpdates(await call({
    _: 'channels.editBanned', channel: await inputChannel(chat), participant: await inputPeer(user),
    bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
  }))
}

export async function setAdmin(chat: PeerId, user: PeerId, admin: boolean): Promise<void> {
  if (!isChannel(chat)) {
    await call({ _: 'messages.editChatAdmin', chatId: -chat, userId: await inputUser(user), isAdmin: admin })
    return
  }
  const rights: tl.RawChatAdminRights = admin
    ? { _: 'chatAdminRights', changeInfo: true, deleteMessages: true, banUsers: true, inviteUsers: true, pinMessages: true, postMessages: true, editMessages: true }
    : { _: 'chatAdminRights' }
  takeUpdates(await call({ _: 'channels.editAdmin', channel: await inputChannel(chat), userId: await inputUser(user), adminRights: rights, rank: '' }))
}

/** Enters a public group or channel. */
export async function joinChannel(chat: PeerId): Promise<void> {
  takeUpdates(await call({ _: 'channels.joinChannel', channel: await inputChannel(chat) }))
}

