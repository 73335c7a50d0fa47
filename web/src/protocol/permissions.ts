import type { tl } from '@mtcute/core'
import { PERMISSIONS, type Permission, type Permissions } from '../model/model'

type Right = Exclude<keyof tl.RawChatBannedRights, '_' | 'untilDate'>

/** Each permission by the bits that take it away. */
const BITS: Record<Permission, Right[]> = {
  send: ['sendMessages', 'sendPlain'], media: ['sendMedia', 'sendPhotos', 'sendVideos', 'sendRoundvideos', 'sendAudios', 'sendVoices', 'sendDocs'],
  stickers: ['sendStickers', 'sendGifs', 'sendGames', 'sendInline'], links: ['embedLinks'], polls: ['sendPolls'], invite: ['inviteUsers'],
  pin: ['pinMessages'], change: ['changeInfo'],
}

/** What may be done where `banned` may not; without it everything. */
export function toPermissions(banned: tl.TypeChatBannedRights | undefined): Permissions {
  const may = (one: Permission) => !BITS[one].some((bit) => banned?.[bit])
  return Object.fromEntries(PERMISSIONS.map((one) => [one, may(one)])) as Permissions
}

export function fromPermissions(permissions: Permissions): tl.RawChatBannedRights {
  const taken = PERMISSIONS.filter((one) => !permissions[one]).flatMap((one) => BITS[one])
  return { _: 'chatBannedRights', untilDate: 0, ...Object.fromEntries(taken.map((bit) => [bit, true])) }
}
