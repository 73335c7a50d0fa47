import type { Peer } from '../model/model'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { dayAndTime } from '../text/dayAndTime'

/** Whether somebody is there, or when they were, in words. */
export function presenceText(peer: Peer | undefined, now: number): string {
  if (!peer) return ''
  if (peer.kind === 'channel') return peer.members ? tCount('chat.subscribers', peer.members) : t('profile.channel')
  if (peer.kind !== 'user') return peer.members ? tCount('chat.members', peer.members) : t('profile.group')
  if (peer.service) return t('chat.service')
  if (peer.bot) return t('chat.bot')
  const presence = peer.presence
  switch (presence?.kind) {
    case 'online':
      return presence.until > now ? t('chat.online') : ago(presence.until, now)
    case 'offline':
      return ago(presence.at, now)
    case 'recently':
      return t('chat.recently')
    case 'lastWeek':
      return t('chat.lastWeek')
    case 'lastMonth':
      return t('chat.lastMonth')
    default:
      return t('chat.longAgo')
  }
}

function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60)
  if (minutes < 1) return t('chat.justNow')
  if (minutes < 60) return tCount('chat.minutesAgo', minutes)
  return t('chat.seenAt', { when: dayAndTime(at) })
}
