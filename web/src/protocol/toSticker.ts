import type { tl } from '@mtcute/core'
import type { Sticker } from '../model/model'
import { toMedia } from './toMedia'

/** A document as a sticker; nothing for what is none. */
export function toSticker(document: tl.TypeDocument): Sticker[] {
  const media = toMedia({ _: 'messageMediaDocument', document })
  if (document._ !== 'document' || media?.kind !== 'sticker') return []
  const { id, accessHash, fileReference } = document
  return [{ id: id.toString(), media, input: { _: 'inputMediaDocument', id: { _: 'inputDocument', id, accessHash, fileReference } } satisfies tl.TypeInputMedia }]
}
