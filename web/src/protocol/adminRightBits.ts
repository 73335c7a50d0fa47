import type { tl } from '@mtcute/core'
import type { AdminRight } from '../model/model'

type Right = Exclude<keyof tl.RawChatAdminRights, '_'>

export const ADMIN_RIGHT_BITS: Record<AdminRight, Right> = {
  change: 'changeInfo', post: 'postMessages', edit: 'editMessages', delete: 'deleteMessages', ban: 'banUsers', invite: 'inviteUsers', pin: 'pinMessages',
  topics: 'manageTopics', anonymous: 'anonymous', addAdmins: 'addAdmins',
}
