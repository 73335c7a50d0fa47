/** Stickers to pick from: those sent last, and the sets that were added. */
import { createResource, createSignal, For, Show } from 'solid-js'
import type { Sticker, StickerSet } from '../model/model'
import { fileUrl } from '../state/fileUrl'
import { link } from '../state/link'
import { t } from '../text/text'

export default function StickerPicker(props: { pick: (sticker: Sticker) => void }) {
  const [sets] = createResource(async () => (await link()).getStickerSets().catch(() => [] as StickerSet[]))
  const [chosen, setChosen] = createSignal<StickerSet | 'recent'>('recent')
  const [stickers] = createResource(chosen, async (set) => (await link()).getStickers(set).catch(() => [] as Sticker[]))
  return (
    <>
      <div class="emoji-tabs sticker-tabs" role="group" aria-label={t('stickers.sets')}>
        <button type="button" aria-pressed={chosen() === 'recent'} onClick={() => setChosen('recent')}>{t('stickers.recent')}</button>
        <For each={sets.latest}>{(set) => <button type="button" aria-pressed={chosen() === set} onClick={() => setChosen(set)}>{set.title}</button>}</For>
      </div>
      <div class="sticker-grid">
        <For each={stickers.latest ?? []} fallback={<p class="quiet pad">{t(stickers.loading ? 'common.loading' : sets.latest?.length ? 'stickers.noneRecent' : 'stickers.none')}</p>}>
          {(sticker) => <button type="button" aria-label={`${t('kind.sticker')} ${sticker.media.emoji}`} onClick={() => props.pick(sticker)}><Picture sticker={sticker} /></button>}
        </For>
      </div>
    </>
  )
}

function Picture(props: { sticker: Sticker }) {
  const [url] = createResource(() => props.sticker.media.full, (file) => fileUrl(file).catch(() => undefined))
  return (
    <Show when={url()} fallback={<span aria-hidden="true">{props.sticker.media.emoji}</span>}>
      {(address) => (props.sticker.media.mime.startsWith('video/') ? <video src={address()} autoplay loop muted playsinline /> : <img src={address()} alt="" />)}
    </Show>
  )
}
