import type { Message } from '../model/model'
import { t } from '../text/text'
import { describeAction } from './describeAction'

/** A message in one line. */
export function preview(message: Message): string {
  if (message.action) return describeAction(message)
  const text = message.text.replaceAll('\n', ' ')
  const kind = describeMedia(message)
  if (!kind) return text
  return text ? `${kind}, ${text}` : kind
}

function describeMedia({ media }: Message): string {
  switch (media?.kind) {
    case undefined:
    case 'link':
      return ''
    case 'photo':
      return t('kind.photo')
    case 'video':
      return t(media.round ? 'kind.round' : media.gif ? 'kind.gif' : 'kind.video')
    case 'voice':
      return t('kind.voice')
    case 'audio':
      return media.title || t('kind.audio')
    case 'sticker':
      return `${media.emoji} ${t('kind.sticker')}`.trim()
    case 'file':
      return media.name || t('kind.file')
    case 'poll':
      return `📊 ${media.poll.question}`
    case 'place':
      return media.title ?? t('kind.place')
    case 'contact':
      return `${t('kind.contact')}: ${media.name}`
    case 'gone':
      return t(`gone.${media.what}`)
    case 'dice':
      return media.emoji
    default:
      return t('kind.other')
  }
}
