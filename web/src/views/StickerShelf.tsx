/** The stickers of one set, favourites or those sent last, as buttons; above them the set's name, which opens it. */
import { For, lazy, Show, Suspense } from 'solid-js'
import type { Sticker, StickerSet } from '../model/model'
import { t } from '../text/text'
import { openModal } from './Overlay'
import { StickerPicture } from './StickerPicture'

const StickerSetView = lazy(() => import('./StickerSetView'))

export function StickerShelf(props: { stickers: Sticker[]; set: StickerSet | undefined; none: string; pick: (sticker: Sticker) => void; menu?: (event: MouseEvent, sticker: Sticker) => void }) {
  return (
    <>
      <Show when={props.set}>
        {(set) => (
          <div class="shelf-head">
            <b>{set().title}</b>
            <button type="button" class="plain" onClick={() => openModal(() => <Suspense><StickerSetView of={{ input: set().input }} /></Suspense>, true)}>{t('stickers.show')}</button>
          </div>
        )}
      </Show>
      <div class="sticker-grid" classList={{ small: props.set?.ofEmoji ?? false }}>
        <For each={props.stickers} fallback={<p class="quiet pad">{props.none}</p>}>
          {(sticker) => <button type="button" aria-label={`${t(props.set?.ofEmoji ? 'stickers.customEmoji' : 'kind.sticker')} ${sticker.media.emoji}`} onClick={() => props.pick(sticker)} onContextMenu={(event) => props.menu?.(event, sticker)}><StickerPicture media={sticker.media} /></button>}
        </For>
      </div>
    </>
  )
}
