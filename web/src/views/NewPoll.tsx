/** A question with answers to choose from. */
import { createSignal, For } from 'solid-js'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { t } from '../text/text'
import { closeModal } from './Overlay'

/** The most answers that a poll may have. */
const ANSWERS_MAX = 10

export default function NewPoll(props: { chat: number; thread?: number | undefined }) {
  const [question, setQuestion] = createSignal('')
  const [answers, setAnswers] = createSignal(['', ''])
  const [anonymous, setAnonymous] = createSignal(props.chat < 0)
  const [multiple, setMultiple] = createSignal(false)
  const given = () => answers().map((one) => one.trim()).filter(Boolean)
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const sent = await attempt(async () => (await link()).sendPoll(props.chat, { question: question().trim(), answers: given(), anonymous: anonymous(), multiple: multiple(), thread: props.thread }))
    if (sent) closeModal()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2 id="modal-title">{t('poll.new')}</h2>
      <div class="field">
        <label for="poll-question">{t('poll.question')}</label>
        <input id="poll-question" required maxLength={255} value={question()} onInput={(event) => setQuestion(event.currentTarget.value)} />
      </div>
      <For each={Array.from({ length: answers().length }, (_, index) => index)}>
        {(index) => (
          <div class="field">
            <label for={`poll-${index}`}>{t('poll.option', { number: index + 1 })}</label>
            <input id={`poll-${index}`} maxLength={100} value={answers()[index]} onInput={(event) => setAnswers(answers().map((one, at) => (at === index ? event.currentTarget.value : one)))} />
          </div>
        )}
      </For>
      <button type="button" class="plain" disabled={answers().length >= ANSWERS_MAX} onClick={() => setAnswers([...answers(), ''])}>{t('poll.addOption')}</button>
      <label class="check"><input type="checkbox" checked={anonymous()} onChange={(event) => setAnonymous(event.currentTarget.checked)} />{t('poll.isAnonymous')}</label>
      <label class="check"><input type="checkbox" checked={multiple()} onChange={(event) => setMultiple(event.currentTarget.checked)} />{t('poll.isMultiple')}</label>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary" disabled={given().length < 2 || !question().trim()}>{t('poll.create')}</button>
      </div>
    </form>
  )
}
