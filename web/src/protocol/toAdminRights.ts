import type { tl } from '@mtcute/core'
import { ADMIN_RIGHTS, type AdminRights } from '../model/model'
import { ADMIN_RIGHT_BITS } from './adminRightBits'

export const toAdminRights = (raw: tl.TypeChatAdminRights): AdminRights =>
  Object.fromEntries(ADMIN_RIGHTS.map((one) => [one, raw[ADMIN_RIGHT_BITS[one]] ?? false])) as AdminRights
