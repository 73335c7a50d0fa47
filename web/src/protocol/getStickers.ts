import type { tl } from '@mtcute/core'
import type { Sticker, StickerSet } from '../model/model'
import { call } from './call'
import { toMedia } from './toMedia'

/** The stickers of a set, or those that were sent last. */
export async function getStickers(set: StickerSet | 'recent'): Promise<Sticker[]> {
  if (set === 'recent') {
    const answer = await call({ _: 'messages.getRecentStickers', hash: 0 as never } as tl.messages.RawGetRecentStickersRequest)
    return answer._ === 'messages.recentStickers' ? answer.stickers.flatMap(sticker) : []
  }
  const answer = await call({ _: 'messages.getStickerSet', stickerset: set.input as tl.TypeInputStickerSet, hash: 0 })
  return answer._ === 'messages.stickerSet' ? answer.documents.flatMap(sticker) : []
}

/** Those that a browser cannot draw are left out. */
function sticker(document: tl.TypeDocument): Sticker[] {
  const media = toMedia({ _: 'messageMediaDocument', document })
  if (document._ !== 'document' || media?.kind !== 'sticker') return []
  const { id, accessHash, fileReference } = document
  return [{ media, input: { _: 'inputMediaDocument', id: { _: 'inputDocument', id, accessHash, fileReference } } satisfies tl.TypeInputMedia }]
}
