import type { tl } from '@mtcute/core'
import type { Sticker, StickerSet } from '../model/model'
import { Trouble } from '../model/trouble'
import { call } from './call'
import { toSticker } from './toSticker'
import { toStickerSet } from './toStickerSet'

/** The set that a sticker is of, or the one of that name, with its stickers. */
export async function getStickerSet(of: { input: unknown } | { name: string }): Promise<{ set: StickerSet; stickers: Sticker[] }> {
  const stickerset = 'name' in of ? ({ _: 'inputStickerSetShortName', shortName: of.name } as const) : (of.input as tl.TypeInputStickerSet)
  const answer = await call({ _: 'messages.getStickerSet', stickerset, hash: 0 })
  if (answer._ !== 'messages.stickerSet') throw new Trouble('gone')
  return { set: toStickerSet(answer.set), stickers: answer.documents.flatMap(toSticker) }
}
