import type { tl } from '@mtcute/core'
import type { StickerSet } from '../model/model'
import { call } from './call'
import { toStickerSet } from './toStickerSet'

/** The sets that were added to the account: of stickers, or of custom emoji. */
export async function getStickerSets(of: 'stickers' | 'emoji'): Promise<StickerSet[]> {
  const hash = 0 as never
  const answer = await call(of === 'emoji' ? ({ _: 'messages.getEmojiStickers', hash } as tl.messages.RawGetEmojiStickersRequest) : ({ _: 'messages.getAllStickers', hash } as tl.messages.RawGetAllStickersRequest))
  return answer._ === 'messages.allStickers' ? answer.sets.map(toStickerSet) : []
}
