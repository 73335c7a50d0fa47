/** Stickers to pick from: those sent last, favourites, and the sets that were added. */
import { createResource, createSignal, For, Suspense } from 'solid-js'
import type { Sticker, StickerSet } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { setsVersion } from '../state/stickerSets'
import { t } from '../text/text'
import { Icon } from './Icon'
import { openMenu } from './Overlay'
import { StickerShelf } from './StickerShelf'

const stickersOf = async (shelf: StickerSet | 'recent' | 'favourites') => (await link()).getStickers(shelf).catch(() => [] as Sticker[])

export default function StickerPicker(props: { pick: (sticker: Sticker) => void }) {
  const [sets] = createResource(setsVersion, async () => (await link()).getStickerSets('stickers').catch(() => [] as StickerSet[]))
  const [recent] = createResource(() => stickersOf('recent'))
  /** A shelf by its name, a set by its number: a set that was taken away is no shelf any more. */
  const [chosen, setChosen] = createSignal<string>()
  const setOf = (id: string | undefined) => sets.latest?.find((set) => set.id === id)
  // Whoever has sent none yet begins with the first set.
  const shelf = (): StickerSet | 'recent' | 'favourites' | undefined => {
    const id = chosen()
    if (id === 'recent' || id === 'favourites') return id
    if (recent.loading || (sets.loading && !sets.latest)) return undefined
    return setOf(id) ?? (recent.latest?.length ? 'recent' : (sets.latest?.[0] ?? 'recent'))
  }
  const shown = () => {
    const open = shelf()
    return typeof open === 'object' ? open : undefined
  }
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
        <For each={sets.latest}>{(set) => <button type="button" aria-pressed={shown()?.id === set.id} title={set.title} onClick={() => setChosen(set.id)}>{set.title}</button>}</For>
      </div>
      <Suspense fallback={<p class="quiet pad">{t('common.loading')}</p>}>
        <StickerShelf stickers={stickers() ?? []} set={shown()} none={none()} pick={props.pick} menu={menu} />
      </Suspense>
    </>
  )
}
