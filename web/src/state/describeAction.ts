import type { Message } from '../model/model'
import { t } from '../text/text'
import { span } from '../text/span'
import { personName } from './personName'
import { state } from './store'

/** What happened, in a sentence. */
export function describeAction({ action, from: author, chat }: Message): string {
  if (!action) return ''
  // In a channel the channel itself speaks.
  const from = author ?? chat
  const who = from === state.me ? t('common.you') : personName(from)
  switch (action.kind) {
    case 'created':
      if (state.peers[chat]?.kind === 'channel') return t('action.channelCreated')
      return t('action.created', { who, title: action.title })
    case 'added':
      if (action.users.length === 1 && action.users[0] === from) return t('action.joined', { who })
      return t('action.added', { who, whom: action.users.map(personName).join(', ') })
    case 'removed':
      if (action.user === from) return t('action.left', { who })
      return t('action.removed', { who, whom: personName(action.user) })
    case 'renamed':
      return t('action.renamed', { who, title: action.title })
    case 'ttl':
      return action.seconds ? t('action.ttl', { who, time: span(action.seconds) }) : t('action.ttlOff', { who })
    case 'noForwards':
      return t(action.on ? 'action.noForwardsOn' : 'action.noForwardsOff', { who })
    default:
      return t(`action.${action.kind}`, { who })
  }
}
