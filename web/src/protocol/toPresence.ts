import type { tl } from '@mtcute/core'
import type { Presence } from '../model/model'

export function toPresence(status: tl.TypeUserStatus | undefined): Presence {
  switch (status?._) {
    case 'userStatusOnline':
      return { kind: 'online', until: status.expires }
    case 'userStatusOffline':
      return { kind: 'offline', at: status.wasOnline }
    case 'userStatusRecently':
      return { kind: 'recently' }
    case 'userStatusLastWeek':
      return { kind: 'lastWeek' }
    case 'userStatusLastMonth':
      return { kind: 'lastMonth' }
    default:
      return { kind: 'unknown' }
  }
}
