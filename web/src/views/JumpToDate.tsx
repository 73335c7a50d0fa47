/** A question for a day. */
import { createSignal } from 'solid-js'
import { t } from '../text/text'
import { closeModal } from './Overlay'

export default function JumpToDate(props: { go: (date: number) => void }) {
  const today = new Date().toLocaleDateString('sv')
  const [day, setDay] = createSignal(today)
  function submit(event: SubmitEvent) {
    event.preventDefault()
    closeModal()
    props.go(new Date(`${day()}T00:00`).getTime() / 1000)
  }
  return (
    <form onSubmit={submit}>
      <h2 id="modal-title">{t('jump.title')}</h2>
      <div class="field">
        <label for="jump-day">{t('jump.day')}</label>
        <input id="jump-day" type="date" max={today} required value={day()} onInput={(event) => setDay(event.currentTarget.value)} />
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('jump.go')}</button>
      </div>
    </form>
  )
}
