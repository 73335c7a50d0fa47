/** Searching in one chat: a field, and going from one found message to the next. */
import { createEffect, createResource, createSignal, onCleanup, Show } from 'solid-js'
import { link } from '../state/link'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { Icon } from './Icon'

export default function SearchInChat(props: { chat: number; goTo: (id: number) => void; close: () => void }) {
  const [query, setQuery] = createSignal('')
  const [slow, setSlow] = createSignal('')
  const [at, setAt] = createSignal(0)
  createEffect(() => {
    const text = query().trim()
    const timer = setTimeout(() => setSlow(text), 250)
    onCleanup(() => clearTimeout(timer))
  })
  const [found] = createResource(slow, async (text) => {
    if (!text) return undefined
    const result = await (await link()).searchChat({ chat: props.chat, query: text, limit: 100 }).catch(() => ({ messages: [], total: 0 }))
    setAt(0)
    const [first] = result.messages
    if (first) props.goTo(first.id)
    return result
  })
  function move(by: number) {
    const all = found.latest?.messages ?? []
    if (!all.length) return
    const next = (at() + by + all.length) % all.length
    setAt(next)
    props.goTo((all[next] as { id: number }).id)
  }
  return (
    <div class="search-bar" role="search">
      <div class="search"><Icon name="search" />
        <input type="search" placeholder={t('search.inChat')} aria-label={t('search.inChat')} value={query()} ref={(input) => queueMicrotask(() => input.focus())}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') { event.preventDefault(); props.close() }
            if (event.key === 'Enter') move(event.shiftKey ? -1 : 1)
          }} />
      </div>
      <span class="quiet" role="status">
        <Show when={slow() && found.latest}>{found.latest!.total ? `${at() + 1} / ${found.latest!.total}` : tCount('search.results', 0)}</Show>
      </span>
      <button type="button" class="round small" aria-label={t('viewer.previous')} onClick={() => move(1)}><Icon name="up" /></button>
      <button type="button" class="round small" aria-label={t('viewer.next')} onClick={() => move(-1)}><Icon name="down" /></button>
      <button type="button" class="round small" aria-label={t('common.close')} onClick={() => props.close()}><Icon name="close" /></button>
    </div>
  )
}
