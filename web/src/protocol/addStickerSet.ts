import type { tl } from '@mtcute/core'
import type { StickerSet } from '../model/model'
import { call } from './call'

/** Adds a sticker set to the account, or takes it away. */
export async function addStickerSet(set: StickerSet, added: boolean): Promise<void> {
  const stickerset = set.input as tl.TypeInputStickerSet
  if (added) await call({ _: 'messages.installStickerSet', stickerset, archived: false })
  else await call({ _: 'messages.uninstallStickerSet', stickerset })
}
