import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { InviteLink, Member, PeerId, Permissions } from '../model/model'
import { call } from './call'
import { getMembers } from './getMembers'
import { isChannel } from './isChannel'
import { inputChannel } from './inputChannel'
import { toPermissions } from './toPermissions'
import { toInviteLink } from './toInviteLink'

/** What a group or channel is, as its members see it, and what its admins can change. */
export interface GroupInfo {
  about: string
  members: Member[]
  /** How many there are; more than are listed where the group is large. */
  count: number
  permissions: Permissions
  /** Seconds between messages of one member. */
  slowMode: number
  historyHidden: boolean
  signatures: boolean
  /** How many ask to be let in. */
  requests: number
  link?: InviteLink
  /** The group of a channel's comments, or the channel of a group. */
  linked?: PeerId
}

export async function getGroupInfo(chat: PeerId): Promise<GroupInfo> {
  return isChannel(chat) ? channelInfo(chat) : basicInfo(chat)
}

async function basicInfo(chat: PeerId): Promise<GroupInfo> {
  const { fullChat, chats } = await call({ _: 'messages.getFullChat', chatId: -chat })
  const raw = chats.find((one): one is tl.RawChat => one._ === 'chat' && one.id === -chat)
  const full = fullChat._ === 'chatFull' ? fullChat : undefined
  const list = full?.participants._ === 'chatParticipants' ? full.participants.participants : []
  const members = list.map((one): Member => ({
    id: one.userId, role: one._ === 'chatParticipantCreator' ? 'owner' : one._ === 'chatParticipantAdmin' ? 'admin' : 'member',
  }))
  const link = toInviteLink(full?.exportedInvite)
  return {
    about: full?.about ?? '', members, count: members.length, permissions: toPermissions(raw?.defaultBannedRights), slowMode: 0, historyHidden: false,
    signatures: false, requests: full?.requestsPending ?? 0, ...(link ? { link } : {}),
  }
}

async function channelInfo(chat: PeerId): Promise<GroupInfo> {
  const { fullChat, chats } = await call({ _: 'channels.getFullChannel', channel: await inputChannel(chat) })
  const full = fullChat._ === 'channelFull' ? fullChat : undefined
  const raw = chats.find((one): one is tl.RawChannel => one._ === 'channel' && one.id === full?.id)
  // Who may not see the members sees the rest.
  const { members } = await getMembers(chat, 'members').catch(() => ({ members: [] as Member[] }))
  const link = toInviteLink(full?.exportedInvite)
  return {
    about: full?.about ?? '', members, count: Math.max(full?.participantsCount ?? 0, members.length), permissions: toPermissions(raw?.defaultBannedRights),
    slowMode: full?.slowmodeSeconds ?? 0, historyHidden: full?.hiddenPrehistory ?? false, signatures: raw?.signatures ?? false,
    requests: full?.requestsPending ?? 0, ...(link ? { link } : {}),
    ...(full?.linkedChatId ? { linked: getMarkedPeerId(full.linkedChatId, 'channel') } : {}),
  }
}
