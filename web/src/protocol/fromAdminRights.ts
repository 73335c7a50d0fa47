import type { tl } from '@mtcute/core'
import { ADMIN_RIGHTS, type AdminRights } from '../model/model'
import { ADMIN_RIGHT_BITS } from './adminRightBits'

/** None of the rights makes a member of an admin. */
export const fromAdminRights = (rights: AdminRights): tl.RawChatAdminRights => {
  const given = ADMIN_RIGHTS.filter((one) => rights[one]).map((one) => [ADMIN_RIGHT_BITS[one], true])
  // What no screen chooses goes with the rest: an admin of anything sees who is who.
  return { _: 'chatAdminRights', ...Object.fromEntries(given), ...(given.length ? { other: true } : {}) }
}
