/** The topics of a group: to open one, or to begin one. */
import { createResource, createSignal, For, Show } from 'solid-js'
import type { Topic } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { preview } from '../state/preview'
import { go } from '../state/go'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { shortWhen } from '../text/shortWhen'
import { Icon } from './Icon'
import { TextField } from './NewChat'
import { closeModal } from './Overlay'

/** The topic that each such group has from the beginning. */
const GENERAL = 1

export default function Topics(props: { chat: number }) {
  const [topics, { refetch }] = createResource(async () => (await link()).getTopics(props.chat).catch(() => undefined))
  const [making, setMaking] = createSignal(false)
  const [title, setTitle] = createSignal('')
  const open = (topic: Topic) => {
    closeModal()
    go({ chat: props.chat, thread: topic.id })
  }
  async function create(event: SubmitEvent) {
    event.preventDefault()
    const done = await attempt(async () => (await link()).createTopic(props.chat, title().trim()))
    if (!done) return
    setMaking(false)
    setTitle('')
    await refetch()
  }
  return (
    <Show when={!making()} fallback={
      <form onSubmit={(event) => void create(event)}>
        <h2 id="modal-title">{t('topics.new')}</h2>
        <TextField label={t('topics.name')} value={title()} set={setTitle} max={128} focus />
        <div class="modal-actions">
          <button type="button" class="plain" onClick={() => setMaking(false)}>{t('common.cancel')}</button>
          <button type="submit" class="primary" disabled={!title().trim()}>{t('group.create')}</button>
        </div>
      </form>
    }>
      <h2 id="modal-title">{t('topics.title')}</h2>
      <div class="modal-scroll">
        <ul class="people">
          <For each={topics.latest ?? []} fallback={<li class="quiet pad">{t(topics.loading ? 'common.loading' : topics.latest ? 'topics.none' : 'error.notServed')}</li>}>
            {(topic) => (
              <li>
                <button type="button" class="row short" onClick={() => open(topic)}>
                  <span class={`avatar small topic colour-${topic.id % 7}`} aria-hidden="true"><span data-letters={topic.id === GENERAL ? '#' : [...topic.title][0]?.toUpperCase()} /></span>
                  <span class="row-text">
                    <span class="row-line"><span class="row-name">{topic.title}</span><Show when={topic.pinned}><Icon name="pin" class="tiny" /></Show><Show when={topic.closed}><Icon name="lock" class="tiny" /></Show><span class="row-time">{topic.last ? shortWhen(topic.last.date) : ''}</span></span>
                    <span class="row-preview">{topic.last ? preview(topic.last) : ''}</span>
                  </span>
                  <Show when={topic.unread}>{(count) => <span class="badge"><span aria-hidden="true">{count()}</span><span class="hidden">{tCount('list.unread', count())}</span></span>}</Show>
                </button>
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button>
        <button type="button" class="primary" onClick={() => setMaking(true)}>{t('topics.new')}</button>
      </div>
    </Show>
  )
}
