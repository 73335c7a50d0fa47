import type { EntityKind } from '../model/model'

/** Kinds of entities, by what the protocol calls them. */
export const entityKinds: Record<string, EntityKind> = {
  messageEntityBold: 'bold', messageEntityItalic: 'italic', messageEntityUnderline: 'underline', messageEntityStrike: 'strike',
  messageEntityCode: 'code', messageEntityPre: 'pre', messageEntitySpoiler: 'spoiler', messageEntityTextUrl: 'link',
  messageEntityUrl: 'url', messageEntityMention: 'mention', messageEntityMentionName: 'mention', messageEntityHashtag: 'hashtag',
  messageEntityBotCommand: 'command', messageEntityEmail: 'email', messageEntityPhone: 'phone', messageEntityBlockquote: 'quote',
  messageEntityCustomEmoji: 'emoji',
}
