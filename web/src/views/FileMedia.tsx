/** Photos, videos, voice, music, stickers and files. */
import type { Media, Message } from '../model/model'
import { t } from '../text/text'

export default function FileMedia(props: { media: Media; message: Message }) {
  return <p class="unsupported">{t('msg.unsupported')} {props.message.id ? '' : props.media.kind}</p>
}
