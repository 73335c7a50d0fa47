/** The messages of a chat that wait for their time. */
import { createResource, For, Show } from 'solid-js'
import { reconcile } from 'solid-js/store'
import { setState, state } from '../state/store'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { preview } from '../state/preview'
import { t } from '../text/text'
import { dayAndTime } from '../text/dayAndTime'
import { Icon } from './Icon'
import { closeModal } from './Overlay'

export default function Scheduled(props: { chat: number }) {
  const [loaded] = createResource(async () => {
    await attempt(async () => {
      const messages = await (await link()).getScheduled(props.chat)
      setState('scheduled', props.chat, reconcile(Object.fromEntries(messages.map((message) => [message.id, message]))))
    })
    return true
  })
  const all = () => Object.values(state.scheduled[props.chat] ?? {}).filter(Boolean).sort((one, two) => one.date - two.date)
  return (
    <>
      <h2 id="modal-title">{t('menu.scheduled')}</h2>
      <Show when={all().length} fallback={<p class="quiet">{loaded() ? t('schedule.none') : t('common.loading')}</p>}>
        <ul class="waiting-list">
          <For each={all()}>
            {(message) => (
              <li>
                <span><b>{dayAndTime(message.date)}</b><span>{preview(message)}</span></span>
                <button type="button" class="round small" aria-label={t('msg.sendNow')} title={t('msg.sendNow')} onClick={() => void attempt(async () => (await link()).sendScheduledNow(props.chat, message.id))}><Icon name="send" /></button>
                <button type="button" class="round small danger" aria-label={t('msg.delete')} title={t('msg.delete')} onClick={() => void attempt(async () => (await link()).deleteScheduled(props.chat, message.id))}><Icon name="trash" /></button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}
