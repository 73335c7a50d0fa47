/** For how long a chat is to be silent. */
import { For } from 'solid-js'
import { attempt } from '../state/attempt'
import { mute } from '../state/mute'
import { peerName } from '../state/peerName'
import type { Key } from '../text/language'
import { t } from '../text/text'
import { closeModal } from './Overlay'

const HOUR = 3600
const TIMES: readonly (readonly [Key, number | true])[] = [['mute.hour', HOUR], ['mute.eight', 8 * HOUR], ['mute.days', 48 * HOUR], ['mute.forever', true]]

export default function MuteFor(props: { chat: number }) {
  return (
    <>
      <h2 id="modal-title">{t('mute.title', { name: peerName(props.chat) })}</h2>
      <div class="choices">
        <For each={TIMES}>{([name, time]) => <button type="button" class="line" onClick={() => { closeModal(); void attempt(() => mute(props.chat, time)) }}>{t(name)}</button>}</For>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button></div>
    </>
  )
}
