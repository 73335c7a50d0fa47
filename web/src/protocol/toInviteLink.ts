import type { tl } from '@mtcute/core'
import type { InviteLink } from '../model/model'

/** An invite link as an admin sees it; none for the kind that only asks. */
export function toInviteLink(raw: tl.TypeExportedChatInvite | undefined): InviteLink | undefined {
  if (raw?._ !== 'chatInviteExported') return undefined
  return {
    hash: raw.link.replace(/^.*\//, '').replace(/^\+/, ''), link: raw.link, used: raw.usage ?? 0, waiting: raw.requested ?? 0,
    approval: raw.requestNeeded ?? false, permanent: raw.permanent ?? false, revoked: raw.revoked ?? false,
    ...(raw.title ? { title: raw.title } : {}),
    ...(raw.expireDate ? { expires: raw.expireDate } : {}),
    ...(raw.usageLimit ? { limit: raw.usageLimit } : {}),
  }
}
