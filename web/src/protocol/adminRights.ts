import type { tl } from '@mtcute/core'
import { ADMIN_RIGHTS, type AdminRight, type AdminRights } from '../model/model'

type Right = Exclude<keyof tl.RawChatAdminRights, '_'>

const BITS: Record<AdminRight, Right> = {
  change: 'changeInfo', post: 'postMessages', edit: 'editMessages', delete: 'deleteMessages', ban: 'banUsers', invite: 'inviteUsers', pin: 'pinMessages',
  topics: 'manageTopics', anonymous: 'anonymous', addAdmins: 'addAdmins',
}

export const toAdminRights = (raw: tl.TypeChatAdminRights): AdminRights =>
  Object.fromEntries(ADMIN_RIGHTS.map((one) => [one, raw[BITS[one]] ?? false])) as AdminRights

/** None of the rights makes a member of an admin. */
export const fromAdminRights = (rights: AdminRights): tl.RawChatAdminRights => {
  const given = ADMIN_RIGHTS.filter((one) => rights[one]).map((one) => [BITS[one], true])
  // What no screen chooses goes with the rest: an admin of anything sees who is who.
  return { _: 'chatAdminRights', ...Object.fromEntries(given), ...(given.length ? { other: true } : {}) }
}
