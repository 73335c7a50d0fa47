import type { tl } from '@mtcute/core'
import { PERMISSIONS, type Permission, type Permissions } from '../model/model'
import { PERMISSION_BITS } from './permissionBits'

/** What may be done where `banned` may not; without it everything. */
export function toPermissions(banned: tl.TypeChatBannedRights | undefined): Permissions {
  const may = (one: Permission) => !PERMISSION_BITS[one].some((bit) => banned?.[bit])
  return Object.fromEntries(PERMISSIONS.map((one) => [one, may(one)])) as Permissions
}
