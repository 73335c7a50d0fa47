import type { tl } from '@mtcute/core'
import type { Entity } from '../model/model'
import { entityKinds } from './entityKinds'

/** Styles and links of a text, as the page knows them. */
export function toEntities(raw: readonly tl.TypeMessageEntity[] | undefined): Entity[] {
  return (raw ?? []).flatMap((entity) => {
    const kind = entityKinds[entity._]
    if (!kind) return []
    const { offset, length } = entity as { offset: number; length: number }
    return [{
      kind, offset, length,
      ...(entity._ === 'messageEntityTextUrl' ? { url: entity.url } : {}),
      ...(entity._ === 'messageEntityPre' && entity.language ? { language: entity.language } : {}),
      ...(entity._ === 'messageEntityCustomEmoji' ? { emoji: entity.documentId.toString() } : {}),
      ...(entity._ === 'messageEntityMentionName' ? { user: entity.userId } : {}),
    }]
  })
}
