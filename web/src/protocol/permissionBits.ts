import type { tl } from '@mtcute/core'
import type { Permission } from '../model/model'

type Right = Exclude<keyof tl.RawChatBannedRights, '_' | 'untilDate'>

/** Each permission by the bits that take it away. */
export const PERMISSION_BITS: Record<Permission, Right[]> = {
  send: ['sendMessages', 'sendPlain'], media: ['sendMedia', 'sendPhotos', 'sendVideos', 'sendRoundvideos', 'sendAudios', 'sendVoices', 'sendDocs'],
  stickers: ['sendStickers', 'sendGifs', 'sendGames', 'sendInline'], links: ['embedLinks'], polls: ['sendPolls'], invite: ['inviteUsers'],
  pin: ['pinMessages'], change: ['changeInfo'],
}
