/** The stickers that go with the emoji in the field. */
import { createResource, For, Show } from 'solid-js'
import type { Sticker } from '../model/model'
import { link } from '../state/link'
import { t } from '../text/text'
import { StickerPicture } from './StickerPicture'

/** More would not be looked at. */
const OFFERED_MAX = 20

export default function StickerOffers(props: { emoji: string; pick: (sticker: Sticker) => void }) {
  const [found] = createResource(() => props.emoji, async (emoji) => (await (await link()).getStickers({ emoji }).catch(() => [])).slice(0, OFFERED_MAX))
  return (
    <Show when={found.latest?.length}>
      <div class="sticker-offers" role="group" aria-label={t('stickers.offers', { emoji: props.emoji })}>
        <For each={found.latest}>
          {(sticker) => <button type="button" aria-label={`${t('kind.sticker')} ${sticker.media.emoji}`} onClick={() => props.pick(sticker)}><StickerPicture media={sticker.media} /></button>}
        </For>
      </div>
    </Show>
  )
}
