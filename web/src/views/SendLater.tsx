/** A question for the day and time at which a message is sent. */
import { createSignal } from 'solid-js'
import { t } from '../text/text'
import { closeModal } from './Overlay'

export default function SendLater(props: { send: (at: number) => void }) {
  const soon = new Date(Math.ceil((Date.now() + 600_000) / 300_000) * 300_000)
  const [when, setWhen] = createSignal(`${soon.toLocaleDateString('sv')}T${soon.toLocaleTimeString('sv').slice(0, 5)}`)
  const [wrong, setWrong] = createSignal('')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const at = new Date(when()).getTime()
    if (!(at > Date.now())) {
      setWrong(t('schedule.past'))
      return
    }
    closeModal()
    props.send(Math.floor(at / 1000))
  }
  return (
    <form onSubmit={submit}>
      <h2 id="modal-title">{t('schedule.title')}</h2>
      <div class="field">
        <label for="later-when">{t('schedule.when')}</label>
        <input id="later-when" type="datetime-local" required value={when()} onInput={(event) => setWhen(event.currentTarget.value)} />
      </div>
      <p class="wrong" role="alert">{wrong()}</p>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('compose.send')}</button>
      </div>
    </form>
  )
}
