import type { tl } from '@mtcute/core'
import type { Sticker } from '../model/model'
import { call } from './call'

/** Marks a sticker as a favourite, or no longer. */
export async function faveSticker(sticker: Sticker, favourite: boolean): Promise<void> {
  const { id } = sticker.input as tl.RawInputMediaDocument
  await call({ _: 'messages.faveSticker', id, unfave: !favourite })
}
