/** The side with the chats: search, folders, the list; or a panel such as the settings in its place. */
import { createMemo, createSignal, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { go } from '../state/go'
import { route } from '../state/route'
import { sortedDialogs } from '../state/sortedDialogs'
import { state } from '../state/store'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { ChatList } from './ChatList'
import { Icon } from './Icon'
import { NotifyLine } from './NotifyLine'
import { openMenu } from './Overlay'

const Settings = lazy(() => import('./Settings'))
const NewChat = lazy(() => import('./NewChat'))
const Search = lazy(() => import('./Search'))

/** Leaves the panel that is open and keeps the chat. */
export function leavePanel(): void {
  const { chat } = route()
  go(chat ? { chat } : {})
}

export const openPanel = (panel: string) => {
  const { chat } = route()
  go(chat ? { chat, panel } : { panel })
}

export function Sidebar() {
  const panel = () => route().panel ?? ''
  return (
    <nav class="sidebar" aria-label={t('list.title')}>
      <Suspense fallback={<div class="panel" aria-busy="true" />}>
        <Switch fallback={<Chats />}>
          <Match when={panel().startsWith('settings')}><Settings /></Match>
          <Match when={panel().startsWith('new')}><NewChat /></Match>
          <Match when={panel() === 'archive'}><Archive /></Match>
        </Switch>
      </Suspense>
    </nav>
  )
}

function Chats() {
  const [query, setQuery] = createSignal('')
  const [folder, setFolder] = createSignal(0)
  const chosen = () => state.folders.find((one) => one.id === folder())
  const chats = createMemo(() => {
    const one = chosen()
    return sortedDialogs(one ? { folder: one } : { archived: false })
  })
  const archived = createMemo(() => sortedDialogs({ archived: true }))
  const unreadOf = (id: number) => {
    const one = state.folders.find((known) => known.id === id)
    return sortedDialogs(one ? { folder: one } : { archived: false }).filter((chat) => {
      const dialog = state.dialogs[chat]
      return dialog && (dialog.unread > 0 || dialog.marked)
    }).length
  }
  return (
    <div class="panel">
      <header class="bar">
        <button type="button" class="round" aria-label={t('list.menu')} aria-haspopup="menu" onClick={(event) => openMenu(event, [
          { icon: 'bookmark', text: t('menu.saved'), run: () => go({ chat: state.me }) },
          ...(state.served.groups ? [{ icon: 'users' as const, text: t('menu.newGroup'), run: () => openPanel('new/group') }] : []),
          ...(state.served.channels ? [{ icon: 'megaphone' as const, text: t('menu.newChannel'), run: () => openPanel('new/channel') }] : []),
          { icon: 'user', text: t('menu.contacts'), run: () => openPanel('new') },
          { icon: 'archive', text: t('list.archive'), run: () => openPanel('archive') },
          { icon: 'settings', text: t('menu.settings'), run: () => openPanel('settings') },
        ])}>
          <Icon name="menu" />
        </button>
        <div class="search" role="search">
          <Icon name="search" />
          <input
            type="search" value={query()} placeholder={t('list.search')} aria-label={t('search.placeholder')}
            onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && query()) {
                event.preventDefault()
                setQuery('')
              } else if (event.key === 'ArrowDown') {
                event.preventDefault()
                document.querySelector<HTMLElement>('.chats .row, .results .row')?.focus()
              }
            }}
          />
          <Show when={query()}>
            <button type="button" class="round small" aria-label={t('common.close')} onClick={() => setQuery('')}><Icon name="close" /></button>
          </Show>
        </div>
      </header>
      <ConnectionLine />
      <NotifyLine />
      <Show when={!query().trim()} fallback={<Suspense><Search query={query().trim()} done={() => setQuery('')} /></Suspense>}>
        <Show when={state.folders.length}>
          <div class="tabs" role="tablist" aria-label={t('list.folders')}>
            <For each={[{ id: 0, title: t('list.all') }, ...state.folders]}>
              {(one) => (
                <button type="button" role="tab" id={`tab-${one.id}`} aria-controls="chats" aria-selected={folder() === one.id} onClick={() => setFolder(one.id)}>
                  {one.title}
                  <Show when={unreadOf(one.id)}>{(count) => <span class="badge small">{count()}</span>}</Show>
                </button>
              )}
            </For>
          </div>
        </Show>
        <Show when={!folder() && archived().length}>
          <button type="button" class="archive-row" onClick={() => openPanel('archive')}>
            <span class="avatar saved small"><Icon name="archive" /></span>
            {t('list.archive')}
            <Show when={archived().some((chat) => (state.dialogs[chat]?.unread ?? 0) > 0)}>
              <span class="badge muted">{archived().filter((chat) => (state.dialogs[chat]?.unread ?? 0) > 0).length}</span>
            </Show>
          </button>
        </Show>
        <Show when={chats().length || !state.listed} fallback={<Empty folder={folder() !== 0} />}>
          <ChatList chats={chats()} />
        </Show>
      </Show>
      <Show when={!query().trim()}><button type="button" class="floating" aria-label={t('list.new')} onClick={() => openPanel('new')}><Icon name="pen" /></button></Show>
    </div>
  )
}

function Empty(props: { folder: boolean }) {
  return (
    <div class="empty">
      <p>{props.folder ? t('list.emptyFolder') : t('list.empty')}</p>
      <Show when={!props.folder}>
        <p class="quiet">{t('list.emptyHint')}</p>
        <button type="button" class="primary" onClick={() => openPanel('new')}>{t('list.new')}</button>
      </Show>
    </div>
  )
}

function Archive() {
  const chats = createMemo(() => sortedDialogs({ archived: true }))
  return (
    <div class="panel">
      <header class="bar">
        <button type="button" class="round" aria-label={t('list.archiveBack')} onClick={leavePanel}><Icon name="back" /></button>
        <h2>{t('list.archive')}</h2>
      </header>
      <Show when={chats().length} fallback={<div class="empty"><p>{t('list.emptyFolder')}</p></div>}>
        <ChatList chats={chats()} />
      </Show>
    </div>
  )
}

/** Says what is wrong with the connection, if something is. */
function ConnectionLine() {
  const [late, setLate] = createSignal(false)
  // What lasts a moment is not worth a line that jumps.
  setTimeout(() => setLate(true), 1500)
  const text = () => {
    if (state.connection === 'offline') return t('conn.offline')
    if (!late() || state.connection === 'connected') return ''
    return state.connection === 'updating' ? t('conn.updating') : t('conn.connecting')
  }
  return (
    <div class="connection" role="status">
      <Show when={text()}><p classList={{ offline: state.connection === 'offline' }}><i />{text()}</p></Show>
    </div>
  )
}

export const unreadWords = (count: number) => tCount('list.unread', count)
