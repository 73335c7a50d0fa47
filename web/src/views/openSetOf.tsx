import { lazy, Suspense } from 'solid-js'
import type { Sticker } from '../model/model'
import { openModal } from './Overlay'

const StickerSetView = lazy(() => import('./StickerSetView'))

/** Opens the set that a sticker, or a custom emoji, is of. */
export function openSetOf(sticker: Sticker): void {
  const { set } = sticker.media
  if (set) openModal(() => <Suspense><StickerSetView of={{ input: set }} /></Suspense>, true)
}
