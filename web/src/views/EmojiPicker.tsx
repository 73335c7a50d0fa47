/** Emoji to pick from, those used last first; beside them custom emoji and stickers, where the server has them. */
import { createMemo, createSignal, For, lazy, onMount, Show, Suspense } from 'solid-js'
import type { Sticker } from '../model/model'
import { EMOJI } from './emoji'
import { t } from '../text/text'

const CustomEmojiPicker = lazy(() => import('./CustomEmojiPicker'))
const StickerPicker = lazy(() => import('./StickerPicker'))

const KEY = 'merpati.emoji'

function recent(): string[] {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '[]') as string[]).slice(0, 24)
  } catch {
    return []
  }
}

export default function EmojiPicker(props: { pick: (emoji: string) => void; close: () => void; custom?: ((emoji: Sticker) => void) | undefined; sticker?: ((sticker: Sticker) => void) | undefined }) {
  const [kind, setKind] = createSignal<'emoji' | 'custom' | 'stickers'>('emoji')
  const [group, setGroup] = createSignal(recent().length ? -1 : 0)
  const shown = createMemo(() => (group() < 0 ? recent() : [...new Intl.Segmenter().segment(EMOJI[group()] ?? '')].map((one) => one.segment)))
  let root: HTMLDivElement | undefined
  onMount(() => root?.querySelector<HTMLElement>('.emoji-grid button')?.focus())
  function pick(emoji: string) {
    try {
      localStorage.setItem(KEY, JSON.stringify([emoji, ...recent().filter((one) => one !== emoji)]))
    } catch {
      // Only the order is lost.
    }
    props.pick(emoji)
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault()
      props.close()
      return
    }
    const buttons = [...(root?.querySelectorAll<HTMLElement>('.emoji-grid button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    if (at < 0) return
    const columns = Math.max(1, Math.floor((root?.querySelector('.emoji-grid')?.clientWidth ?? 320) / 40))
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    if (!step) return
    event.preventDefault()
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
  }
  return (
    <div class="emoji-picker" role="dialog" aria-label={t('compose.emoji')} ref={root} onKeyDown={onKey}>
      <Show when={props.custom ?? props.sticker}>
        <div class="picker-kinds" role="group" aria-label={t('stickers.kinds')}>
          <button type="button" aria-pressed={kind() === 'emoji'} onClick={() => setKind('emoji')}>{t('compose.emoji')}</button>
          <Show when={props.custom}><button type="button" aria-pressed={kind() === 'custom'} onClick={() => setKind('custom')}>{t('stickers.custom')}</button></Show>
          <Show when={props.sticker}><button type="button" aria-pressed={kind() === 'stickers'} onClick={() => setKind('stickers')}>{t('stickers.title')}</button></Show>
        </div>
      </Show>
      <Show when={kind() === 'custom'}><Suspense fallback={<p class="quiet pad">{t('common.loading')}</p>}><CustomEmojiPicker pick={(one) => props.custom?.(one)} /></Suspense></Show>
      <Show when={kind() === 'stickers'}><Suspense fallback={<p class="quiet pad">{t('common.loading')}</p>}><StickerPicker pick={(one) => props.sticker?.(one)} /></Suspense></Show>
      <Show when={kind() === 'emoji'}>
      <div class="emoji-tabs" role="group">
        <Show when={recent().length}><button type="button" aria-pressed={group() === -1} aria-label="🕘" onClick={() => setGroup(-1)}>🕘</button></Show>
        <For each={EMOJI}>
          {(emoji, index) => <button type="button" aria-pressed={group() === index()} onClick={() => setGroup(index())}>{[...new Intl.Segmenter().segment(emoji)][0]?.segment}</button>}
        </For>
      </div>
      <div class="emoji-grid">
        <For each={shown()}>{(emoji) => <button type="button" onClick={() => pick(emoji)}>{emoji}</button>}</For>
      </div>
      </Show>
    </div>
  )
}
