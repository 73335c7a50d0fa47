import type { tl } from '@mtcute/core'
import type { Draft } from '../model/model'

export function toDraft(raw: tl.TypeDraftMessage | undefined): Draft | undefined {
  if (raw?._ !== 'draftMessage') return undefined
  const reply = raw.replyTo?._ === 'inputReplyToMessage' ? raw.replyTo.replyToMsgId : undefined
  if (!raw.message && !reply) return undefined
  return { text: raw.message, date: raw.date, ...(reply ? { reply } : {}) }
}
