/** A topic, or the comments on a post: its messages and a field to write there. It follows what happens in its group. */
import { createResource, createSignal, For, onCleanup, Show } from 'solid-js'
import type { Message, Thread } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { state } from '../state/store'
import { parseMarkup } from '../text/parseMarkup'
import { t } from '../text/text'
import { Icon } from './Icon'
import { MessageRow } from './MessageRow'
import { closeModal } from './Overlay'

/** How many messages come at once. */
const PAGE = 50

export default function ThreadView(props: { thread: Thread; closed?: boolean }) {
  let root: HTMLDivElement | undefined
  const [text, setText] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [older, setOlder] = createSignal<Message[]>([])
  const [whole, setWhole] = createSignal(false)
  const [round, setRound] = createSignal(0)
  // Number of the text that stands in the field: a repeat of it is the same message.
  let local = Date.now() * 64
  const [newest] = createResource(() => `${round()} ${state.tops[props.thread.chat]?.id}`, async () => {
    const found = await (await link()).getThread(props.thread, PAGE).catch(() => undefined)
    if (!found) return undefined
    const last = found.at(-1)
    if (last) void link().then((protocol) => protocol.readThread(props.thread, last.id)).catch(() => {})
    queueMicrotask(() => root?.scrollTo({ top: root.scrollHeight }))
    return found
  })
  const messages = () => {
    const now = newest.latest ?? []
    const first = now[0]?.id ?? Number.POSITIVE_INFINITY
    return [...older().filter((one) => one.id < first), ...now]
  }
  const canOlder = () => !whole() && (newest.latest?.length ?? 0) >= PAGE
  async function fetchOlder() {
    const first = messages()[0]?.id
    if (!first) return
    await attempt(async () => {
      const found = await (await link()).getThread(props.thread, PAGE, first)
      setOlder([...found, ...older()])
      if (found.length < PAGE) setWhole(true)
    })
  }
  async function send(event: SubmitEvent) {
    event.preventDefault()
    const { text: words, entities } = parseMarkup(text())
    if (!words || busy()) return
    setBusy(true)
    const done = await attempt(async () => (await link()).sendToThread(props.thread, local, words, entities))
    setBusy(false)
    if (!done) return
    local = Date.now() * 64
    setText('')
    setRound(round() + 1)
  }
  onCleanup(() => setOlder([]))
  return (
    <div class="thread">
      <header>
        <h2 id="modal-title">{props.thread.title}</h2>
        <button type="button" class="round small" aria-label={t('common.close')} onClick={closeModal}><Icon name="close" /></button>
      </header>
      <div class="thread-messages" ref={root} role="log" aria-label={t('chat.messages')} tabindex="0">
        <Show when={canOlder()}><button type="button" class="plain" onClick={() => void fetchOlder()}>{t('thread.older')}</button></Show>
        <For each={messages()} fallback={<p class="quiet pad center">{t(newest.loading ? 'common.loading' : newest.latest ? 'chat.empty' : 'error.notServed')}</p>}>
          {(message, index) => <MessageRow message={message} before={messages()[index() - 1]} after={messages()[index() + 1]} flash={false} goTo={() => {}} />}
        </For>
      </div>
      <Show when={!props.closed} fallback={<p class="quiet center">{t('topics.closed')}</p>}>
        <form class="thread-field" onSubmit={(event) => void send(event)}>
          <textarea
            rows="1" aria-label={t('compose.placeholder')} placeholder={t('compose.placeholder')} value={text()} dir="auto" onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              event.currentTarget.form?.requestSubmit()
            }}
          />
          <button type="submit" class="send" aria-label={t('compose.send')} disabled={!text().trim() || busy()}><Icon name="send" /></button>
        </form>
      </Show>
    </div>
  )
}
