/** The messenger: the list on one side, the open chat on the other; on a phone one of them at a time. */
import { createEffect, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { openUsername } from '../state/openUsername'
import { attempt } from '../state/attempt'
import { go } from '../state/go'
import { replaceRoute } from '../state/replaceRoute'
import { route } from '../state/route'
import { state } from '../state/store'
import { unreadTotal } from '../state/unreadTotal'
import { t } from '../text/text'
import '../style/main.css'
import '../style/list.css'
import '../style/chat.css'
import '../style/message.css'
import '../style/media.css'
import '../style/panel.css'
import { Bird } from './Bird'
import { Chat } from './Chat'
import { openModal, Overlays } from './Overlay'
import { Sidebar } from './Sidebar'

const Info = lazy(() => import('./Info'))
const ThreadView = lazy(() => import('./ThreadView'))
const StickerSetView = lazy(() => import('./StickerSetView'))
const JoinInvite = lazy(() => import('./JoinInvite'))

export default function Main() {
  createEffect(() => {
    const { username, message } = route()
    if (username && state.listed) {
      void attempt(async () => {
        await openUsername(username)
        replaceRoute({ ...route(), ...(message ? { message } : {}) })
      })
    }
  })
  createEffect(() => {
    const { join, ...rest } = route()
    if (!join || !state.listed) return
    replaceRoute(rest)
    openModal(() => <Suspense><JoinInvite hash={join} /></Suspense>)
  })
  createEffect(() => {
    const { stickers, ...rest } = route()
    if (!stickers || !state.listed) return
    replaceRoute(rest)
    openModal(() => <Suspense><StickerSetView of={{ name: stickers }} /></Suspense>, true)
  })
  createEffect(() => {
    const unread = unreadTotal()
    document.title = unread ? `(${unread}) ${t('app.name')}` : t('app.name')
    const badge = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> }
    void badge.setAppBadge?.(unread).catch(() => {})
  })
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open], [role=menu]')) leave()
      if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        document.querySelector<HTMLInputElement>('.search input')?.focus()
      }
    }
    // A button that is a drawing alone says what it does to who waits over it.
    const onOver = (event: PointerEvent) => {
      const button = event.pointerType === 'mouse' && event.target instanceof Element ? event.target.closest('button[aria-label]') : null
      if (button instanceof HTMLElement && !button.textContent?.trim()) button.title = button.ariaLabel ?? ''
    }
    addEventListener('keydown', onKey)
    document.addEventListener('pointerover', onOver)
    onCleanup(() => {
      removeEventListener('keydown', onKey)
      document.removeEventListener('pointerover', onOver)
    })
  })
  function leave() {
    const now = route()
    if (now.info) go({ ...now, info: false })
    else if (now.panel) go({ ...(now.chat ? { chat: now.chat } : {}) })
    else if (now.thread && now.chat) go({ chat: now.from ?? now.chat })
    else if (now.chat) go({})
  }
  return (
    <div class="main" classList={{ 'has-chat': Boolean(route().chat), 'has-info': Boolean(route().info && route().chat) }}>
      <h1 class="hidden">{t('app.name')}</h1>
      <Sidebar />
      <Show when={route().chat} keyed fallback={<Nothing />}>
        {(chat) => (
          <Show when={route().thread} keyed fallback={<Chat chat={chat} />}>
            {(top) => <Suspense><ThreadView chat={chat} top={top} from={route().from} /></Suspense>}
          </Show>
        )}
      </Show>
      <Show when={route().info && route().chat} keyed>
        {(chat) => (
          <Suspense>
            <Info chat={chat as number} />
          </Suspense>
        )}
      </Show>
      <Overlays />
    </div>
  )
}

function Nothing() {
  return (
    <main class="chat none">
      <div>
        <Bird />
        <p class="chip">{t('chat.none')}</p>
      </div>
    </main>
  )
}
