/** A topic, or the comments on a post, in place of the chat: all that can be done in a chat can be done here. */
import { createEffect, createResource, createSignal, on, onCleanup, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { isOnlySeen } from '../state/isOnlySeen'
import { link } from '../state/link'
import { loadHistory } from '../state/loadHistory'
import { fetchMessage } from '../state/fetchMessage'
import { setReplying } from '../state/setReplying'
import { peerName } from '../state/peerName'
import { go } from '../state/go'
import { leaveSelection } from '../state/leaveSelection'
import { selectedIds } from '../state/selectedIds'
import { setState, state } from '../state/store'
import { takeHistory } from '../state/takeHistory'
import { THREAD } from '../state/thread'
import { watchChat } from '../state/watchChat'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Composer } from './Composer'
import { Icon } from './Icon'
import { MessageList } from './MessageList'
import { SelectionBar } from './SelectionBar'

export default function ThreadView(props: { chat: number; top: number; from?: number | undefined }) {
  const { chat, top } = props
  setState('thread', { chat, top })
  setState('histories', THREAD, undefined)
  setReplying(chat, undefined)
  onCleanup(() => {
    leaveSelection()
    setReplying(chat, undefined)
    setState('thread', undefined)
    setState('histories', THREAD, undefined)
  })
  const [target, setTarget] = createSignal<{ id: number; flash: boolean }>()
  const forum = () => state.peers[chat]?.forum
  const [topic] = createResource(() => state.connection === 'connected' && forum(), async () => {
    const all = await (await link()).getTopics(chat).catch(() => [])
    return all.find((one) => one.id === top)
  })
  const [failed, setFailed] = createSignal(false)
  async function open() {
    const went = await attempt(() => loadHistory(THREAD, 'newest'))
    setFailed(!went)
    // The post that is discussed stands above what is said of it.
    const history = state.histories[THREAD]
    if (!went || forum() || !history?.start) return
    const post = await fetchMessage(chat, top).catch(() => undefined)
    if (post && state.histories[THREAD]) takeHistory(THREAD, [post], {})
  }
  createEffect(on(() => state.connection === 'connected' && state.listed && !state.histories[THREAD], (wanted) => wanted && void open()))
  createEffect(on(() => state.connection === 'connected' && state.listed && isOnlySeen(chat), (seen) => seen && onCleanup(watchChat(chat))))
  async function goTo(id: number) {
    if (!state.histories[THREAD]?.messages[id] && !(await attempt(() => loadHistory(THREAD, { around: id })))) return
    setTarget({ id, flash: true })
  }
  const leave = () => go({ chat: props.from ?? chat })
  return (
    <main class="chat thread">
      <Show when={!selectedIds().length} fallback={<SelectionBar chat={chat} />}>
        <header class="bar chat-bar">
          <button type="button" class="round" aria-label={t('common.back')} onClick={leave}><Icon name="back" /></button>
          <button type="button" class="chat-who" onClick={leave}>
            <Avatar id={props.from ?? chat} size="small" />
            <span>
              <strong>{forum() ? (topic.latest?.title ?? '…') : t('thread.title')}</strong>
              <small>{peerName(props.from ?? chat)}</small>
            </span>
          </button>
        </header>
      </Show>
      <Show when={state.histories[THREAD]} fallback={<div class="messages waiting" role="status"><span class="chip">{t(failed() ? 'error.notServed' : 'common.loading')}</span></div>}>
        <MessageList chat={THREAD} target={target()} goTo={(id) => void goTo(id)} />
      </Show>
      <Show when={!topic.latest?.closed || state.peers[chat]?.admin} fallback={<footer class="composer closed"><p>{t('topics.closed')}</p></footer>}>
        <Composer chat={chat} thread={top} />
      </Show>
    </main>
  )
}
