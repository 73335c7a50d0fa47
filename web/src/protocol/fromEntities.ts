import { Long, type tl } from '@mtcute/core'
import type { Entity } from '../model/model'
import { inputUser } from './inputUser'
import { entityKinds } from './entityKinds'

/** Styles and links of a text, as the server wants them; links and mentions that it finds by itself are left to it. */
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
      const name = Object.keys(entityKinds).find((one) => entityKinds[one] === kind)
      if (['bold', 'italic', 'underline', 'strike', 'code', 'spoiler'].includes(kind) && name) {
        all.push({ _: name, offset, length } as tl.TypeMessageEntity)
      }
    }
  }
  return all
}
