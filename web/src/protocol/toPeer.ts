import { getMarkedPeerId, type tl } from '@mtcute/core'
import type { Peer, Rights } from '../model/model'
import { session } from './session'
import { toPresence } from './toPresence'

/** The account that speaks for the server. */
export const SERVICE = 777000

/** Somebody or a chat, from what the server tells of them. */
export function toPeer(raw: tl.TypeUser | tl.TypeChat): Peer | undefined {
  switch (raw._) {
    case 'user': {
      const name = [raw.firstName, raw.lastName].filter(Boolean).join(' ')
      const username = raw.username ?? raw.usernames?.find((one) => one.active)?.username
      return {
        id: raw.id, kind: 'user', name, self: raw.self ?? false, bot: raw.bot ?? false, contact: raw.contact ?? false,
        deleted: raw.deleted ?? false, service: raw.id === SERVICE, presence: toPresence(raw.status),
        ...(raw.firstName ? { firstName: raw.firstName } : {}),
        ...(raw.lastName ? { lastName: raw.lastName } : {}),
        ...(username ? { username } : {}),
        ...(raw.phone ? { phone: raw.phone } : {}),
        ...photoOf(raw.photo, raw.id, raw.accessHash ? { _: raw.self ? 'inputPeerSelf' : 'inputPeerUser', userId: raw.id, accessHash: raw.accessHash } as tl.TypeInputPeer : undefined),
      }
    }
    case 'chat':
      return {
        id: -raw.id, kind: 'group', name: raw.title, members: raw.participantsCount, creator: raw.creator ?? false,
        admin: Boolean(raw.creator || raw.adminRights), left: Boolean(raw.left || raw.deactivated),
        rights: rightsOf(Boolean(raw.creator), raw.adminRights, raw.defaultBannedRights, false), noForwards: raw.noforwards ?? false,
        ...(raw.migratedTo?._ === 'inputChannel' ? { movedTo: getMarkedPeerId(raw.migratedTo.channelId, 'channel') } : {}),
        ...photoOf(raw.photo, -raw.id, { _: 'inputPeerChat', chatId: raw.id }),
      }
    case 'channel': {
      const username = raw.username ?? raw.usernames?.find((one) => one.active)?.username
      const id = getMarkedPeerId(raw.id, 'channel')
      return {
        id, kind: raw.megagroup || raw.gigagroup ? 'supergroup' : 'channel', name: raw.title, creator: raw.creator ?? false,
        admin: Boolean(raw.creator || raw.adminRights), left: raw.left ?? false, noForwards: raw.noforwards ?? false,
        ...(raw.forum ? { forum: true } : {}),
        rights: rightsOf(Boolean(raw.creator), raw.adminRights, both(raw.defaultBannedRights, raw.bannedRights), !raw.megagroup),
        ...(raw.participantsCount ? { members: raw.participantsCount } : {}),
        ...(username ? { username } : {}),
        ...photoOf(raw.photo, id, raw.accessHash ? { _: 'inputPeerChannel', channelId: raw.id, accessHash: raw.accessHash } : undefined),
      }
    }
    case 'chatForbidden':
      return { id: -raw.id, kind: 'group', name: raw.title, left: true }
    case 'channelForbidden':
      return { id: getMarkedPeerId(raw.id, 'channel'), kind: raw.megagroup ? 'supergroup' : 'channel', name: raw.title, left: true }
    default:
      return undefined
  }
}

/** What is forbidden to all and what to this one: neither may be done. */
function both(one: tl.TypeChatBannedRights | undefined, two: tl.TypeChatBannedRights | undefined): tl.RawChatBannedRights {
  const forbidden = [one, two].flatMap((rights) => Object.entries(rights ?? {}).filter(([, taken]) => taken === true))
  return { _: 'chatBannedRights', untilDate: 0, ...Object.fromEntries(forbidden) }
}

function rightsOf(creator: boolean, admin: tl.TypeChatAdminRights | undefined, banned: tl.TypeChatBannedRights | undefined, broadcast: boolean): Rights {
  const may = (own: boolean | undefined, forbidden: boolean | undefined) => creator || Boolean(own) || (!broadcast && !forbidden)
  const only = (own: boolean | undefined) => creator || Boolean(own)
  const anyAdmin = Boolean(admin)
  return {
    send: broadcast ? only(admin?.postMessages) : creator || anyAdmin || !(banned?.sendMessages || banned?.sendPlain),
    media: broadcast ? only(admin?.postMessages) : creator || anyAdmin || !(banned?.sendMessages || banned?.sendMedia),
    pin: may(admin?.pinMessages, banned?.pinMessages), invite: may(admin?.inviteUsers, banned?.inviteUsers),
    changeInfo: may(admin?.changeInfo, banned?.changeInfo), deleteOthers: only(admin?.deleteMessages), ban: only(admin?.banUsers),
    addAdmins: only(admin?.addAdmins),
  }
}

function photoOf(photo: tl.TypeUserProfilePhoto | tl.TypeChatPhoto | undefined, id: number, peer: tl.TypeInputPeer | undefined) {
  if (!peer || (photo?._ !== 'userProfilePhoto' && photo?._ !== 'chatPhoto')) return {}
  if (id === session.me) peer = { _: 'inputPeerSelf' }
  return {
    photo: {
      key: `peer ${id} ${photo.photoId.toString()}`,
      location: { _: 'inputPeerPhotoFileLocation', peer, photoId: photo.photoId } satisfies tl.RawInputPeerPhotoFileLocation,
    },
  }
}
