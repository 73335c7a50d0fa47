/** The newest pinned message, above the others; pressing it again goes to the one before. */
import { createSignal, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { pinMessage } from '../state/pinMessage'
import { preview } from '../state/preview'
import { state } from '../state/store'
import { t } from '../text/text'
import { Icon } from './Icon'

export function PinnedBar(props: { chat: number; goTo: (id: number) => void }) {
  const [at, setAt] = createSignal(0)
  const all = () => state.pinned[props.chat] ?? []
  const shown = () => all()[at() % Math.max(1, all().length)]
  const mayUnpin = () => {
    const peer = state.peers[props.chat]
    return peer?.kind === 'user' || peer?.rights?.pin
  }
  return (
    <Show when={shown()}>
      {(message) => (
        <div class="pinned-bar">
          <button type="button" class="pinned-text" title={t('chat.pinnedNext')} onClick={() => { props.goTo(message().id); setAt(at() + 1) }}>
            <i aria-hidden="true" />
            <span>
              <b>{t('chat.pinned')}{all().length > 1 ? ` ${(at() % all().length) + 1}/${all().length}` : ''}</b>
              <span>{preview(message())}</span>
            </span>
          </button>
          <Show when={mayUnpin()}>
            <button type="button" class="round small" aria-label={t('chat.unpin')} onClick={() => void attempt(() => pinMessage(message(), false, true))}><Icon name="close" /></button>
          </Show>
        </div>
      )}
    </Show>
  )
}
