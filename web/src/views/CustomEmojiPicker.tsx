/** Custom emoji to pick from, set by set. */
import { createResource, createSignal, For, Show, Suspense } from 'solid-js'
import type { Sticker, StickerSet } from '../model/model'
import { link } from '../state/link'
import { setsVersion } from '../state/stickerSets'
import { t } from '../text/text'
import { StickerShelf } from './StickerShelf'

export default function CustomEmojiPicker(props: { pick: (emoji: Sticker) => void }) {
  const [sets] = createResource(setsVersion, async () => (await link()).getStickerSets('emoji').catch(() => [] as StickerSet[]))
  const [chosen, setChosen] = createSignal<string>()
  const shown = () => sets.latest?.find((set) => set.id === chosen()) ?? sets.latest?.[0]
  const [emoji] = createResource(shown, async (set) => (await link()).getStickers(set).catch(() => [] as Sticker[]))
  return (
    <>
      <Show when={(sets.latest?.length ?? 0) > 1}>
        <div class="emoji-tabs sticker-tabs" role="group" aria-label={t('stickers.emojiSets')}>
          <For each={sets.latest}>{(set) => <button type="button" aria-pressed={shown()?.id === set.id} title={set.title} onClick={() => setChosen(set.id)}>{set.title}</button>}</For>
        </div>
      </Show>
      <Suspense fallback={<p class="quiet pad">{t('common.loading')}</p>}>
        <StickerShelf stickers={emoji() ?? []} set={shown()} none={t(sets.loading || emoji.loading ? 'common.loading' : 'stickers.noneEmoji')} pick={props.pick} />
      </Suspense>
    </>
  )
}
