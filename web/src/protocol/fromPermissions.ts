import type { tl } from '@mtcute/core'
import { PERMISSIONS, type Permissions } from '../model/model'
import { PERMISSION_BITS } from './permissionBits'

export function fromPermissions(permissions: Permissions): tl.RawChatBannedRights {
  const taken = PERMISSIONS.filter((one) => !permissions[one]).flatMap((one) => PERMISSION_BITS[one])
  return { _: 'chatBannedRights', untilDate: 0, ...Object.fromEntries(taken.map((bit) => [bit, true])) }
}
