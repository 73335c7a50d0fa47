/** An open chat: who it is with, its messages, and the field to write. */
import { createEffect, createMemo, createResource, createSignal, lazy, on, onCleanup, Show, Suspense } from 'solid-js'
import { attempt } from '../state/attempt'
import { isOnlySeen } from '../state/isOnlySeen'
import { isOnline } from '../state/isOnline'
import { presenceText } from '../state/presenceText'
import { leaveSelection } from '../state/leaveSelection'
import { selectedIds } from '../state/selectedIds'
import { loadHistory } from '../state/loadHistory'
import { now } from '../state/now'
import { openHistory } from '../state/openHistory'
import { peerName } from '../state/peerName'
import { go } from '../state/go'
import { route } from '../state/route'
import { state } from '../state/store'
import { typingText } from '../state/typingText'
import { watchChat } from '../state/watchChat'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { Avatar } from './Avatar'
import { chatMenu } from './chatMenu'
import { Composer } from './Composer'
import { Icon } from './Icon'
import { MessageList } from './MessageList'
import { type MenuItem, openMenu, openModal } from './Overlay'
import { PinnedBar } from './PinnedBar'
import { SelectionBar } from './SelectionBar'

const SearchInChat = lazy(() => import('./SearchInChat'))
const Scheduled = lazy(() => import('./Scheduled'))
const Topics = lazy(() => import('./Topics'))
const JumpToDate = lazy(() => import('./JumpToDate'))

export function Chat(props: { chat: number }) {
  const peer = () => state.peers[props.chat]
  const [searching, setSearching] = createSignal(false)
  const [target, setTarget] = createSignal<{ id: number; flash: boolean; quote?: string }>()
  const [opened] = createResource(() => (state.connection === 'connected' || state.histories[props.chat]) && state.listed ? props.chat : undefined, async (chat) => {
    await attempt(() => openHistory(chat))
    return true
  })

  async function goTo(id: number) {
    if (!state.histories[props.chat]?.messages[id]) {
      const went = await attempt(() => loadHistory(props.chat, { around: id }))
      if (!went) return
    }
    setTarget({ id, flash: true })
  }
  async function goToDate(date: number) {
    await attempt(() => loadHistory(props.chat, { date }))
    const history = state.histories[props.chat]
    const first = history?.ids.find((id) => (history.messages[id]?.date ?? 0) >= date) ?? history?.ids.at(-1)
    if (first) setTarget({ id: first, flash: true })
  }
  createEffect(() => {
    const { message, chat } = route()
    if (message && chat === props.chat && opened()) void goTo(message)
  })
  createEffect(on(() => state.connection === 'connected' && state.listed && isOnlySeen(props.chat), (seen) => seen && onCleanup(watchChat(props.chat))))
  onCleanup(leaveSelection)

  const status = createMemo(() => {
    if (props.chat === state.me) return t('chat.savedHint')
    return typingText(props.chat, now()) || presenceText(peer(), now())
  })
  const openTopics = () => openModal(() => <Suspense><Topics chat={props.chat} /></Suspense>, true)
  const menu = (): MenuItem[] => [
    ...(peer()?.forum ? [{ icon: 'folder' as const, text: t('topics.title'), run: openTopics }] : []),
    { icon: 'search', text: t('menu.searchHere'), run: () => setSearching(true) },
    { icon: 'info', text: t('menu.profile'), run: () => go({ ...route(), info: true }) },
    { icon: 'calendar', text: t('menu.jumpDate'), run: () => openModal(() => <Suspense><JumpToDate go={(date) => void goToDate(date)} /></Suspense>) },
    ...(peer()?.kind === 'channel' ? [] : [{ icon: 'clock' as const, text: t('menu.scheduled'), run: () => openModal(() => <Suspense><Scheduled chat={props.chat} /></Suspense>, true) }]),
    ...chatMenu(props.chat).filter((item) => item.icon !== 'pin' && item.icon !== 'check' && item.icon !== 'archive'),
  ]
  return (
    <main class="chat">
      <Show when={!selectedIds().length} fallback={<SelectionBar chat={props.chat} />}>
        <header class="bar chat-bar">
          <button type="button" class="round only-narrow" aria-label={t('common.back')} onClick={() => go({})}><Icon name="back" /></button>
          <button type="button" class="chat-who" onClick={() => go({ ...route(), info: !route().info })}>
            <Avatar id={props.chat} size="small" online={isOnline(peer(), now()) ?? false} />
            <span>
              <strong>{peerName(props.chat)}</strong>
              <small classList={{ accent: Boolean(typingText(props.chat, now())) || (isOnline(peer(), now()) ?? false) }}>{status()}</small>
            </span>
          </button>
          <Show when={peer()?.forum}><button type="button" class="round" aria-label={t('topics.title')} onClick={openTopics}><Icon name="folder" /></button></Show>
          <button type="button" class="round" aria-label={t('menu.searchHere')} aria-pressed={searching()} onClick={() => setSearching(!searching())}><Icon name="search" /></button>
          <button type="button" class="round" aria-label={t('common.more')} aria-haspopup="menu" onClick={(event) => openMenu(event, menu())}><Icon name="more" /></button>
        </header>
      </Show>
      <Show when={searching()}>
        <Suspense><SearchInChat chat={props.chat} goTo={(id) => void goTo(id)} close={() => setSearching(false)} /></Suspense>
      </Show>
      <PinnedBar chat={props.chat} goTo={(id) => void goTo(id)} />
      <Show when={state.histories[props.chat]} fallback={<div class="messages waiting" role="status">{opened.loading || !state.listed ? <span class="chip">{t('common.loading')}</span> : ''}</div>}>
        <MessageList chat={props.chat} target={target()} goTo={(id) => void goTo(id)} />
      </Show>
      <Composer chat={props.chat} />
      <div class="hidden" aria-live="polite">{typingText(props.chat, now()) && `${peerName(props.chat)}: ${typingText(props.chat, now())}`}</div>
    </main>
  )
}

export const selectedWords = (count: number) => tCount('msg.selected', count)
