/** A list of chats, of which only those in sight are in the page. */
import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import { isLocal } from '../state/isLocal'
import { now } from '../state/now'
import { peerName } from '../state/peerName'
import { personName } from '../state/personName'
import { isOnline } from '../state/isOnline'
import { preview } from '../state/preview'
import { go } from '../state/go'
import { route } from '../state/route'
import { state } from '../state/store'
import { typingText } from '../state/typingText'
import { dateOf } from '../state/dateOf'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { shortWhen } from '../text/shortWhen'
import { Avatar } from './Avatar'
import { chatMenu } from './chatMenu'
import { Icon } from './Icon'
import { openMenu } from './Overlay'

/** The height of a row, as the style sheet has it. */
const ROW = 72
/** Rows above and below what is in sight. */
const SPARE = 6

export function ChatList(props: { chats: number[] }) {
  let root: HTMLDivElement | undefined
  const [top, setTop] = createSignal(0)
  const [height, setHeight] = createSignal(innerHeight)
  onMount(() => {
    const observer = new ResizeObserver(() => setHeight(root?.clientHeight ?? innerHeight))
    if (root) observer.observe(root)
    onCleanup(() => observer.disconnect())
  })
  const first = createMemo(() => Math.max(0, Math.floor(top() / ROW) - SPARE))
  const shown = createMemo(() => props.chats.slice(first(), first() + Math.ceil(height() / ROW) + 2 * SPARE))

  function onKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step) return
    event.preventDefault()
    const at = Number((document.activeElement as HTMLElement | null)?.dataset.index ?? -1)
    const next = Math.max(0, Math.min(props.chats.length - 1, at + step))
    if (root) {
      if (next * ROW < root.scrollTop) root.scrollTop = next * ROW
      if ((next + 1) * ROW > root.scrollTop + root.clientHeight) root.scrollTop = (next + 1) * ROW - root.clientHeight
    }
    requestAnimationFrame(() => root?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }))
  }
  return (
    <div class="chats" id="chats" ref={root} onScroll={() => setTop(root?.scrollTop ?? 0)} onKeyDown={onKey}>
      <ul aria-label={t('list.title')} style={{ height: `${props.chats.length * ROW}px` }}>
        <For each={shown()}>
          {(chat, index) => <Row chat={chat} index={first() + index()} />}
        </For>
      </ul>
    </div>
  )
}

function Row(props: { chat: number; index: number }) {
  const dialog = () => state.dialogs[props.chat]
  const top = () => state.tops[props.chat]
  const peer = () => state.peers[props.chat]
  const muted = () => (dialog()?.mutedUntil ?? 0) > now()
  const typing = () => typingText(props.chat, now())
  const open = () => route().chat === props.chat
  const draft = () => (open() ? undefined : dialog()?.draft)
  const author = () => {
    const message = top()
    // A channel speaks for itself, whoever wrote it.
    if (!message || message.action || peer()?.kind === 'channel') return ''
    if (message.out && props.chat !== state.me) return t('common.you')
    return peer()?.kind === 'group' || peer()?.kind === 'supergroup' ? personName(message.from) : ''
  }
  return (
    <li style={{ transform: `translateY(${props.index * ROW}px)` }}>
      <a
        class="row" classList={{ open: open() }} href={`#chat=${props.chat}`} data-index={props.index} data-chat={props.chat}
        aria-current={open() ? 'page' : undefined} draggable={false}
        onClick={(event) => { event.preventDefault(); go({ chat: props.chat, ...(route().panel === 'archive' ? { panel: 'archive' } : {}) }) }}
        onContextMenu={(event) => openMenu(event, chatMenu(props.chat))}
      >
        <Avatar id={props.chat} online={isOnline(peer(), now()) ?? false} />
        <span class="row-text">
          <span class="row-line">
            <span class="row-name">{peerName(props.chat)}</span>
            <Show when={muted()}><Icon name="mute" class="tiny" /><span class="hidden">{t('list.muted')}</span></Show>
            <span class="row-time">
              <Show when={top()?.out && !top()?.action && props.chat !== state.me && peer()?.kind !== 'channel'}>
                <Ticks read={(dialog()?.readOutbox ?? 0) >= (top()?.id ?? 0)} sending={isLocal(top()?.id ?? 0) && top()?.sending !== 'failed'} failed={top()?.sending === 'failed'} />
              </Show>
              {dialog() && dateOf(dialog()!) ? shortWhen(dateOf(dialog()!)) : ''}
            </span>
          </span>
          <span class="row-line">
            <span class="row-preview">
              <Show when={!typing()} fallback={<em class="typing">{typing()}</em>}>
                <Show when={draft()} fallback={<><Show when={author()}><b>{author()}: </b></Show>{top() ? preview(top()!) : ''}</>}>
                  {(kept) => <><b class="draft">{t('list.draft')}: </b>{kept().text}</>}
                </Show>
              </Show>
            </span>
            <Show when={dialog()?.mentions}><span class="badge" role="img" aria-label={t('list.mention')}>@</span></Show>
            <Show when={dialog()?.reactions}><span class="badge heart" role="img" aria-label={t('list.newReactions')}>♥</span></Show>
            <Show when={dialog()?.unread} fallback={
              <Show when={dialog()?.marked} fallback={<Show when={dialog()?.pin !== undefined}><Icon name="pin" class="tiny" /><span class="hidden">{t('list.pinned')}</span></Show>}>
                <span class="badge" classList={{ muted: muted() }} role="img" aria-label={t('list.markedUnread')} />
              </Show>
            }>
              {(count) => <span class="badge" classList={{ muted: muted() }}><span aria-hidden="true">{count() > 999 ? '999+' : count()}</span><span class="hidden">{tCount('list.unread', count())}</span></span>}
            </Show>
          </span>
        </span>
      </a>
    </li>
  )
}

/** Whether a message of one's own is on its way, there, or read. */
export function Ticks(props: { read: boolean; sending: boolean; failed?: boolean }) {
  const word = () => (props.failed ? t('msg.failed') : props.sending ? t('msg.sending') : props.read ? t('msg.read') : t('msg.sent'))
  return (
    <svg class="ticks" classList={{ read: props.read && !props.sending && !props.failed, failed: props.failed ?? false }} viewBox="0 0 20 12" role="img" aria-label={word()}>
      <Show when={!props.failed} fallback={<path d="M10 1.500v5.500M10 9.800v.700" />}>
      <Show when={!props.sending} fallback={<path d="M10 1a5 5 0 100 10 5 5 0 000-10zM10 3.500V6l2 1" />}>
        <path d="M2 6.500l3.500 3.500L12 2.500" />
        <Show when={props.read}><path d="M8.500 9l1 1L16.500 2.500" /></Show>
      </Show>
      </Show>
    </svg>
  )
}
