/** Asks once, above the chats, whether one wants to hear of messages while one looks elsewhere. */
import { createSignal, Show } from 'solid-js'
import { prefer, preferences } from '../state/preferences'
import { state } from '../state/store'
import { t } from '../text/text'
import { Icon } from './Icon'

export function NotifyLine() {
  // Who has answered the browser's own question, either way, is not asked again.
  const [open, setOpen] = createSignal('Notification' in window && Notification.permission === 'default')
  const asks = () => open() && preferences().notifications && !preferences().asked && state.listed && Object.keys(state.dialogs).length > 0
  async function answer(on: boolean) {
    prefer({ asked: true })
    setOpen(false)
    if (on) prefer({ notifications: (await Notification.requestPermission()) === 'granted' })
  }
  return (
    <Show when={asks()}>
      <section class="ask-line" aria-label={t('settings.notifications')}>
        <Icon name="bell" />
        <p>{t('notify.ask')}</p>
        <div>
          <button type="button" class="plain" onClick={() => void answer(false)}>{t('notify.later')}</button>
          <button type="button" class="plain" onClick={() => void answer(true)}>{t('notify.on')}</button>
        </div>
      </section>
    </Show>
  )
}
