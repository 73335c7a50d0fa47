import type { tl } from '@mtcute/core'
import type { StickerSet } from '../model/model'
import { call } from './call'
import { toStickerSet } from './toStickerSet'

/** The sticker sets that were added to the account. */
export async function getStickerSets(): Promise<StickerSet[]> {
  const answer = await call({ _: 'messages.getAllStickers', hash: 0 as never } as tl.messages.RawGetAllStickersRequest)
  return answer._ === 'messages.allStickers' ? answer.sets.map(toStickerSet) : []
}
