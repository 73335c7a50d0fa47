import type { tl } from '@mtcute/core'
import type { StickerSet } from '../model/model'

/** A sticker set, from what the server tells of it. */
export function toStickerSet(raw: tl.RawStickerSet): StickerSet {
  return {
    id: raw.id.toString(), title: raw.title, count: raw.count, added: raw.installedDate !== undefined && !raw.archived,
    ...(raw.emojis ? { ofEmoji: true } : {}),
    input: { _: 'inputStickerSetID', id: raw.id, accessHash: raw.accessHash } satisfies tl.TypeInputStickerSet,
  }
}
