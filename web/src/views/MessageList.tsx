/**
 * The messages of a chat, of which only those around what is seen are in the page. What is seen stays where it is
 * while others come and go above and below.
 */
import { batch, createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { albumOf } from '../state/albumOf'
import { idsOf } from '../state/idsOf'
import { indexIn } from '../state/indexIn'
import { isLocal } from '../state/isLocal'
import { loadHistory } from '../state/loadHistory'
import { markRead } from '../state/markRead'
import { nextMention } from '../state/nextMention'
import { setReplying } from '../state/setReplying'
import { selectedIds } from '../state/selectedIds'
import { state } from '../state/store'
import { THREAD } from '../state/thread'
import { t } from '../text/text'
import { dayName } from '../text/dayName'
import { dayOf } from '../text/dayOf'
import { Icon } from './Icon'
import { MessageRow } from './MessageRow'
import { listenToFingers } from './touch'

/** Messages in the page at most. */
const IN_PAGE = 90
/** How many come and go at once: few, so that no frame has many to make; more where the edge would be seen before. */
const STEP = 8
const HASTE = 30
/** How near to an edge, in pixels, the next ones come. */
const NEAR = 900
/** How near to the edge of what is here, in messages, one asks the server for more while one moves there. */
const AHEAD = 120

/** `chat` names the history: a chat, or `THREAD`. */
export function MessageList(props: { chat: number; target: { id: number; flash: boolean } | undefined; goTo: (id: number) => void }) {
  let root: HTMLDivElement | undefined
  let inner: HTMLDivElement | undefined
  const history = () => state.histories[props.chat]
  const ids = createMemo(() => idsOf(props.chat))
  const dialog = () => state.dialogs[props.chat]
  // Where unread messages began when the chat was opened; it stays while the chat is open.
  const unreadAfter = dialog()?.unread ? dialog()?.readInbox : undefined
  /** The first and the last message in the page; the last is open while the newest are shown. */
  const [first, setFirst] = createSignal(0)
  const [last, setLast] = createSignal(Number.POSITIVE_INFINITY)
  const [atEnd, setAtEnd] = createSignal(true)
  const [flash, setFlash] = createSignal(0)
  /** The day of what is uppermost, shown while one scrolls. */
  const [day, setDay] = createSignal('')
  const [scrolling, setScrolling] = createSignal(false)
  const shown = createMemo(() => {
    const all = ids()
    const to = last() === Number.POSITIVE_INFINITY ? all.length : indexIn(all, last() + 1)
    const from = first() === 0 ? Math.max(0, to - IN_PAGE) : Math.min(indexIn(all, first()), Math.max(0, to - 1))
    return all.slice(from, to)
  })
  const firstUnread = createMemo(() => {
    if (unreadAfter === undefined) return undefined
    const all = ids()
    const messages = history()?.messages
    for (let at = indexIn(all, unreadAfter + 1); at < all.length; at++) {
      const id = all[at] as number
      if (!messages?.[id]?.out) return id
    }
    return undefined
  })
  const selecting = createMemo(() => selectedIds().length > 0)

  /** The first row that reaches below this height, found by halves. */
  function rowAt(height: number): HTMLElement | undefined {
    const rows = inner?.children
    if (!rows?.length) return undefined
    let [from, to] = [0, rows.length - 1]
    while (from < to) {
      const middle = (from + to) >> 1
      const row = rows[middle] as HTMLElement
      if (row.offsetTop + row.offsetHeight > height) to = middle
      else from = middle + 1
    }
    return rows[from] as HTMLElement
  }

  /** Changes what is in the page and leaves what is seen where it is. */
  function keepingPlace(change: () => void) {
    if (!root || !inner) return change()
    const edge = root.scrollTop
    const anchor = rowAt(edge)
    const before = anchor ? anchor.offsetTop : 0
    change()
    if (anchor?.isConnected) {
      const moved = anchor.offsetTop - before
      if (moved) root.scrollTop = edge + moved
    }
  }

  let loading = false
  async function fetchMore(which: 'older' | 'newer') {
    if (loading || state.connection !== 'connected' || !state.listed) return
    loading = true
    try {
      await loadHistory(props.chat, which)
      requestAnimationFrame(look)
    } catch {
      // The next movement, or the next connection, asks again.
    } finally {
      loading = false
    }
  }

  let wasAt = 0
  /** Looks where one is, and gets what is near. */
  function look() {
    if (!root) return
    const upwards = root.scrollTop < wasAt
    wasAt = root.scrollTop
    const { scrollTop, clientHeight, scrollHeight } = root
    const below = scrollHeight - scrollTop - clientHeight
    const all = ids()
    const page = shown()
    if (!page.length) return
    const from = indexIn(all, page[0] as number)
    const to = indexIn(all, page.at(-1) as number)
    if (upwards && from < AHEAD && !history()?.start) void fetchMore('older')
    if (scrollTop < NEAR) {
      if (from > 0) {
        const next = Math.max(0, from - (scrollTop < NEAR / 3 ? HASTE : STEP))
        keepingPlace(() => batch(() => {
          setFirst(all[next] as number)
          if (to - next > IN_PAGE && below > NEAR * 2) setLast(all[next + IN_PAGE] as number)
        }))
      } else if (!history()?.start) void fetchMore('older')
    } else if (below < NEAR) {
      if (to < all.length - 1) {
        const next = Math.min(all.length - 1, to + (below < NEAR / 3 ? HASTE : STEP))
        keepingPlace(() => batch(() => {
          setLast(next === all.length - 1 && history()?.end ? Number.POSITIVE_INFINITY : (all[next] as number))
          if (next - from > IN_PAGE) setFirst(all[next - IN_PAGE] as number)
        }))
      } else if (!history()?.end) void fetchMore('newer')
      else if (last() !== Number.POSITIVE_INFINITY) setLast(Number.POSITIVE_INFINITY)
    }
    setAtEnd(below < 80 && last() === Number.POSITIVE_INFINITY && Boolean(history()?.end))
    see()
  }

  /** Marks as read what is seen. */
  function see() {
    if (!root || document.visibilityState !== 'visible' || !document.hasFocus()) return
    let row: Element | null | undefined = rowAt(root.scrollTop + root.clientHeight - 20)
    while (row) {
      const id = Number((row as HTMLElement).dataset.id)
      if (id && !isLocal(id)) {
        markRead(props.chat, id)
        return
      }
      row = row.previousElementSibling
    }
  }

  function toEnd(smooth = false) {
    if (!root) return
    if (!history()?.end) {
      void loadHistory(props.chat, 'newest').then(() => toEnd())
      return
    }
    batch(() => {
      const all = ids()
      setFirst(all[Math.max(0, all.length - IN_PAGE)] ?? 0)
      setLast(Number.POSITIVE_INFINITY)
    })
    root.scrollTo({ top: root.scrollHeight, behavior: smooth ? 'smooth' : 'instant' })
    setAtEnd(true)
    see()
  }

  function show(id: number, how: 'center' | 'start') {
    const all = ids()
    const at = indexIn(all, id)
    batch(() => {
      setFirst(all[Math.max(0, at - IN_PAGE / 2)] ?? 0)
      const to = at + IN_PAGE / 2
      setLast(to >= all.length - 1 && history()?.end ? Number.POSITIVE_INFINITY : (all[Math.min(all.length - 1, to)] ?? Number.POSITIVE_INFINITY))
    })
    inner?.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: how })
    look()
  }

  onMount(() => {
    const place = () => {
      const unread = firstUnread()
      if (unread !== undefined && !props.target) {
        show(unread, 'start')
        if (root) root.scrollTop -= 80
        look()
      } else if (!props.target && ids().length) toEnd()
    }
    place()
    let placed = ids().length > 0
    let known = ids()
    createEffect(on(ids, (now) => {
      const before = known
      known = now
      if (!placed && now.length) {
        placed = true
        place()
        return
      }
      const newest = now.at(-1)
      const grown = newest !== undefined && newest !== before.at(-1)
      const own = grown && history()?.messages[newest]?.out && isLocal(newest)
      if (own) toEnd(true)
      else if (grown && atEnd() && root) {
        const far = root.scrollHeight - root.scrollTop - root.clientHeight > 600
        root.scrollTo({ top: root.scrollHeight, behavior: far ? 'instant' : 'smooth' })
        see()
      }
      queueMicrotask(look)
    }, { defer: true }))
    createEffect(on(() => props.target, (target) => {
      if (!target) return
      show(target.id, 'center')
      setFlash(0)
      requestAnimationFrame(() => setFlash(target.id))
    }))
    createEffect(on(() => [dialog()?.unread, state.connection, state.listed], look, { defer: true }))
    // The keyboard of a phone and a growing field take room from below; the newest message stays in sight.
    const observer = new ResizeObserver(() => {
      if (atEnd() && root) root.scrollTop = root.scrollHeight
      look()
    })
    if (root) observer.observe(root)
    const chat = () => (props.chat === THREAD ? (state.thread?.chat ?? 0) : props.chat)
    const mayWrite = () => state.peers[chat()]?.kind === 'user' || Boolean(state.peers[chat()]?.rights?.send)
    if (root) onCleanup(listenToFingers(root, (id) => !isLocal(id) && mayWrite() && !history()?.messages[id]?.action && setReplying(chat(), id)))
    addEventListener('focus', see)
    document.addEventListener('visibilitychange', see)
    onCleanup(() => {
      observer.disconnect()
      removeEventListener('focus', see)
      document.removeEventListener('visibilitychange', see)
    })
  })

  let still: ReturnType<typeof setTimeout> | undefined
  function showDay() {
    const row = root && rowAt(root.scrollTop + 40)
    const message = history()?.messages[Number(row?.dataset.id)]
    // Where the line of a day stands near the top, it says so itself.
    const line = row?.querySelector<HTMLElement>('.day')
    if (message && !(line && row && root && row.offsetTop + line.offsetHeight > root.scrollTop)) {
      setDay(dayName(message.date))
      setScrolling(true)
    } else setScrolling(false)
    clearTimeout(still)
    still = setTimeout(() => setScrolling(false), 1200)
  }
  onCleanup(() => clearTimeout(still))

  let asked = false
  function onScroll() {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      look()
      showDay()
    })
  }
  const unread = () => dialog()?.unread ?? 0
  return (
    <div class="messages-frame">
      <div class="messages" ref={root} onScroll={onScroll} role="log" aria-label={t('chat.messages')} aria-live="off" tabindex="0">
        <div class="messages-inner" ref={inner}>
          <Show when={!ids().length}>
            <div class="chip-line"><span class="chip big">{t('chat.empty')}<br /><small>{t('chat.emptyHint')}</small></span></div>
          </Show>
          <For each={shown()}>
            {(id) => {
              const message = () => history()?.messages[id]
              const album = createMemo(() => (message()?.album ? albumOf(ids(), history()?.messages ?? {}, id) : undefined))
              const within = () => {
                const found = album()
                return found !== undefined && 'within' in found
              }
              const pictures = () => {
                const found = album()
                return found && 'shown' in found ? found.shown : undefined
              }
              const place = createMemo(() => indexIn(ids(), id))
              const at = (place: number) => {
                const other = ids()[place]
                return other === undefined ? undefined : history()?.messages[other]
              }
              const before = createMemo(() => at(place() - 1))
              const after = createMemo(() => at(place() + (pictures()?.length ?? 1)))
              return (
                <Show when={message()}>
                  {(known) => (
                    <div data-id={id} class="message-slot">
                      <Show when={!before() || dayOf(before()!.date) !== dayOf(known().date)}>
                        <div class="chip-line day"><span class="chip">{dayName(known().date)}</span></div>
                      </Show>
                      <Show when={firstUnread() === id}>
                        <div class="unread-line"><span>{t('chat.unreadFrom')}</span></div>
                      </Show>
                      <Show when={!within()}><MessageRow message={known()} album={pictures()} before={before()} after={after()} selecting={selecting()} flash={flash() === id} goTo={props.goTo} /></Show>
                    </div>
                  )}
                </Show>
              )
            }}
          </For>
        </div>
      </div>
      <div class="chip-line floating-day" classList={{ seen: scrolling() }} aria-hidden="true"><span class="chip">{day()}</span></div>
      <Show when={props.chat !== THREAD && dialog()?.mentions}>
        {(count) => (
          <button type="button" class="to-end to-mention" aria-label={t('chat.toMention')} onClick={() => void attempt(async () => { const id = await nextMention(props.chat); if (id) props.goTo(id) })}>
            <Icon name="at" /><span class="badge">{count()}</span>
          </button>
        )}
      </Show>
      <Show when={!atEnd()}>
        <button type="button" class="to-end" aria-label={t('chat.down')} onClick={() => toEnd(true)}>
          <Icon name="down" />
          <Show when={unread()}><span class="badge">{unread()}</span></Show>
        </button>
      </Show>
    </div>
  )
}
