import type { tl } from '@mtcute/core'
import type { StickerSet } from '../model/model'
import { call } from './call'

/** The sticker sets that were added to the account. */
export async function getStickerSets(): Promise<StickerSet[]> {
  const answer = await call({ _: 'messages.getAllStickers', hash: 0 as never } as tl.messages.RawGetAllStickersRequest)
  if (answer._ !== 'messages.allStickers') return []
  return answer.sets.map((one) => ({ id: one.id.toString(), title: one.title, input: { _: 'inputStickerSetID', id: one.id, accessHash: one.accessHash } satisfies tl.TypeInputStickerSet }))
}
