import type { tl } from '@mtcute/core'
import type { Sticker, StickerSet } from '../model/model'
import { call } from './call'
import { toSticker } from './toSticker'

/** The stickers of a set, those that were sent last, those that were marked as favourites, or those for an emoji. */
export async function getStickers(of: StickerSet | 'recent' | 'favourites' | { emoji: string }): Promise<Sticker[]> {
  const hash = 0 as never
  if (of === 'recent') {
    const answer = await call({ _: 'messages.getRecentStickers', hash } as tl.messages.RawGetRecentStickersRequest)
    return answer._ === 'messages.recentStickers' ? answer.stickers.flatMap(toSticker) : []
  }
  if (of === 'favourites') {
    const answer = await call({ _: 'messages.getFavedStickers', hash } as tl.messages.RawGetFavedStickersRequest)
    return answer._ === 'messages.favedStickers' ? answer.stickers.flatMap(toSticker) : []
  }
  if ('emoji' in of) {
    const answer = await call({ _: 'messages.getStickers', emoticon: of.emoji, hash } as tl.messages.RawGetStickersRequest)
    return answer._ === 'messages.stickers' ? answer.stickers.flatMap(toSticker) : []
  }
  const answer = await call({ _: 'messages.getStickerSet', stickerset: of.input as tl.TypeInputStickerSet, hash: 0 })
  return answer._ === 'messages.stickerSet' ? answer.documents.flatMap(toSticker) : []
}
