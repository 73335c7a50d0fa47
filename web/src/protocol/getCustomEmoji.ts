import { Long } from '@mtcute/core'
import type { Sticker } from '../model/model'
import { call } from './call'
import { toSticker } from './toSticker'

/** The pictures of custom emoji, by their numbers; those that there are none of are left out. */
export async function getCustomEmoji(ids: string[]): Promise<Map<string, Sticker>> {
  const found = await call({ _: 'messages.getCustomEmojiDocuments', documentId: ids.map((id) => Long.fromString(id)) })
  return new Map(found.flatMap((document) => toSticker(document).map((sticker) => [document.id.toString(), sticker] as const)))
}
