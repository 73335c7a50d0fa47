import type { tl } from '@mtcute/core'
import type { Action, Message } from '../model/model'
import { foundPages } from './takePage'
import { toEntities } from './toEntities'
import { peerId } from './peerId'
import { session } from './session'
import { toKeyboard } from './toKeyboard'
import { toMedia } from './toMedia'
import { toReactions } from './toReactions'

/** A message, from what the server tells of it; none for an id that has no message. */
export function toMessage(raw: tl.TypeMessage, scheduled = false): Message | undefined {
  if (raw._ === 'messageEmpty') return undefined
  const chat = peerId(raw.peerId)
  const out = raw.out ?? false
  const author = raw.fromId ? peerId(raw.fromId) : chat > 0 ? (out ? session.me : chat) : undefined
  const base = {
    id: raw.id, chat, out, date: raw.date, reactions: [], entities: [], text: '',
    ...(author !== undefined ? { from: author } : {}),
    ...(raw.mentioned ? { mentioned: true } : {}),
    ...(raw.ttlPeriod ? { ttl: raw.ttlPeriod } : {}),
    ...replyOf(raw.replyTo),
  }
  if (raw._ === 'messageService') return { ...base, action: toAction(raw.action) }
  const page = raw.media?._ === 'messageMediaWebPage' && raw.media.webpage._ === 'webPagePending' ? raw.media.webpage.id.toString() : ''
  const media = foundPages.get(page) ?? toMedia(raw.media)
  const keyboard = toKeyboard(raw.replyMarkup)
  return {
    ...base,
    text: raw.message,
    entities: toEntities(raw.entities),
    reactions: toReactions(raw.reactions),
    ...(raw.editDate && !raw.editHide ? { edited: raw.editDate } : {}),
    ...(raw.fwdFrom ? { forward: forwardOf(raw.fwdFrom) } : {}),
    ...(media ? { media } : {}),
    ...(page && !media ? { page } : {}),
    ...(keyboard ? { keyboard } : {}),
    ...(raw.replies?.comments ? { comments: raw.replies.replies } : {}),
    ...(raw.viaBotId ? { via: raw.viaBotId } : {}),
    ...(raw.views ? { views: raw.views } : {}),
    ...(raw.pinned ? { pinned: true } : {}),
    ...(raw.groupedId ? { album: raw.groupedId.toString() } : {}),
    ...(raw.noforwards ? { noForwards: true } : {}),
    ...(scheduled || raw.fromScheduled === undefined ? (scheduled ? { scheduled: true } : {}) : {}),
  }
}

function replyOf(raw: tl.TypeMessageReplyHeader | undefined) {
  if (raw?._ !== 'messageReplyHeader' || !raw.replyToMsgId) return {}
  const thread = raw.replyToTopId ?? (raw.forumTopic ? raw.replyToMsgId : undefined)
  // In a topic every message answers its first one, which says nothing.
  const reply = raw.forumTopic && !raw.replyToTopId ? {} : { reply: { id: raw.replyToMsgId, ...(raw.quoteText ? { quote: raw.quoteText } : {}) } }
  return { ...reply, ...(thread ? { thread } : {}) }
}

function forwardOf(raw: tl.RawMessageFwdHeader) {
  return {
    date: raw.date,
    ...(raw.fromId ? { from: peerId(raw.fromId) } : {}),
    ...(raw.fromName ? { name: raw.fromName } : {}),
  }
}

function toAction(raw: tl.TypeMessageAction): Action {
  switch (raw._) {
    case 'messageActionChatCreate':
    case 'messageActionChannelCreate':
    case 'messageActionTopicCreate':
      return { kind: 'created', title: raw.title }
    case 'messageActionChatAddUser':
      return { kind: 'added', users: raw.users }
    case 'messageActionChatDeleteUser':
      return { kind: 'removed', user: raw.userId }
    case 'messageActionChatJoinedByLink':
      return { kind: 'joinedByLink' }
    case 'messageActionChatJoinedByRequest':
      return { kind: 'joinedByRequest' }
    case 'messageActionChatEditTitle':
      return { kind: 'renamed', title: raw.title }
    case 'messageActionChatEditPhoto':
      return { kind: 'photoChanged' }
    case 'messageActionChatDeletePhoto':
      return { kind: 'photoRemoved' }
    case 'messageActionPinMessage':
      return { kind: 'pinned' }
    case 'messageActionContactSignUp':
      return { kind: 'contactJoined' }
    case 'messageActionScreenshotTaken':
      return { kind: 'screenshot' }
    case 'messageActionSetMessagesTTL':
      return { kind: 'ttl', seconds: raw.period }
    case 'messageActionChatMigrateTo':
    case 'messageActionChannelMigrateFrom':
      return { kind: 'upgraded' }
    default:
      return { kind: 'other' }
  }
}
