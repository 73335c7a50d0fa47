/** Stickers to pick from: those sent last, favourites, and the sets that were added. */
import { createResource, createSignal, For, Suspense } from 'solid-js'
import type { Sticker, StickerSet } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { t } from '../text/text'
import { Icon } from './Icon'
import { openMenu } from './Overlay'
import { StickerPicture } from './StickerPicture'

type Shelf = StickerSet | 'recent' | 'favourites'

const stickersOf = async (shelf: Shelf) => (await link()).getStickers(shelf).catch(() => [] as Sticker[])

export default function StickerPicker(props: { pick: (sticker: Sticker) => void }) {
  const [sets] = createResource(async () => (await link()).getStickerSets().catch(() => [] as StickerSet[]))
  const [recent] = createResource(() => stickersOf('recent'))
  const [chosen, setChosen] = createSignal<Shelf>()
  // Whoever has sent none yet begins with the first set.
  const shelf = (): Shelf | undefined => chosen() ?? (recent.loading || sets.loading ? undefined : recent.latest?.length ? 'recent' : (sets.latest?.[0] ?? 'recent'))
  const [stickers, { refetch }] = createResource(shelf, async (shelf) => (shelf === 'recent' ? (recent() ?? []) : stickersOf(shelf)))
  const fave = (sticker: Sticker, favourite: boolean) => void attempt(async () => {
    await (await link()).faveSticker(sticker, favourite)
    if (shelf() === 'favourites') await refetch()
  })
  const menu = (event: MouseEvent, sticker: Sticker) => openMenu(event, [
    shelf() === 'favourites'
      ? { icon: 'star', text: t('stickers.unfave'), run: () => fave(sticker, false) }
      : { icon: 'star', text: t('stickers.fave'), run: () => fave(sticker, true) },
  ])
  const none = () => t(stickers.loading || !shelf() ? 'common.loading' : shelf() === 'favourites' ? 'stickers.noneFaved' : sets.latest?.length ? 'stickers.noneRecent' : 'stickers.none')
  return (
    <>
      <div class="emoji-tabs sticker-tabs" role="group" aria-label={t('stickers.sets')}>
        <button type="button" aria-pressed={shelf() === 'recent'} aria-label={t('stickers.recent')} title={t('stickers.recent')} onClick={() => setChosen('recent')}><Icon name="clock" /></button>
        <button type="button" aria-pressed={shelf() === 'favourites'} aria-label={t('stickers.favourites')} title={t('stickers.favourites')} onClick={() => setChosen('favourites')}><Icon name="star" /></button>
        <For each={sets.latest}>{(set) => <button type="button" aria-pressed={shelf() === set} title={set.title} onClick={() => setChosen(set)}>{set.title}</button>}</For>
      </div>
      <div class="sticker-grid">
        <Suspense fallback={<p class="quiet pad">{t('common.loading')}</p>}>
          <For each={stickers() ?? []} fallback={<p class="quiet pad">{none()}</p>}>
            {(sticker) => <button type="button" aria-label={`${t('kind.sticker')} ${sticker.media.emoji}`} onClick={() => props.pick(sticker)} onContextMenu={(event) => menu(event, sticker)}><StickerPicture media={sticker.media} /></button>}
          </For>
        </Suspense>
      </div>
    </>
  )
}
