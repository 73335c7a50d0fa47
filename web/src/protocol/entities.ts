import { Long, type tl } from '@mtcute/core'
import type { Entity, EntityKind } from '../model/model'
import { inputUser } from './inputPeer'

const KINDS: Record<string, EntityKind> = {
  messageEntityBold: 'bold', messageEntityItalic: 'italic', messageEntityUnderline: 'underline', messageEntityStrike: 'strike',
  messageEntityCode: 'code', messageEntityPre: 'pre', messageEntitySpoiler: 'spoiler', messageEntityTextUrl: 'link',
  messageEntityUrl: 'url', messageEntityMention: 'mention', messageEntityMentionName: 'mention', messageEntityHashtag: 'hashtag',
  messageEntityBotCommand: 'command', messageEntityEmail: 'email', messageEntityPhone: 'phone', messageEntityBlockquote: 'quote',
  messageEntityCustomEmoji: 'emoji',
}

/** Styles and links of a text, as the page knows them. */
export function toEntities(raw: readonly tl.TypeMessageEntity[] | undefined): Entity[] {
  return (raw ?? []).flatMap((entity) => {
    const kind = KINDS[entity._]
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

/** And as the server wants them; links and mentions that it finds by itself are left to it. */
export async function fromEntities(entities: readonly Entity[]): Promise<tl.TypeMessageEntity[]> {
  const all: tl.TypeMessageEntity[] = []
  for (const { kind, offset, length, url, language, user, emoji } of entities) {
    if (kind === 'link') all.push({ _: 'messageEntityTextUrl', offset, length, url: url ?? '' })
    else if (kind === 'pre') all.push({ _: 'messageEntityPre', offset, length, language: language ?? '' })
    else if (kind === 'emoji' && emoji) all.push({ _: 'messageEntityCustomEmoji', offset, length, documentId: Long.fromString(emoji) })
    else if (kind === 'quote') all.push({ _: 'messageEntityBlockquote', offset, length })
    else if (kind === 'mention' && user) {
      all.push({ _: 'inputMessageEntityMentionName', offset, length, userId: await inputUser(user) })
    } else {
      const name = Object.keys(KINDS).find((one) => KINDS[one] === kind)
      if (['bold', 'italic', 'underline', 'strike', 'code', 'spoiler'].includes(kind) && name) {
        all.push({ _: name, offset, length } as tl.TypeMessageEntity)
      }
    }
  }
  return all
}
