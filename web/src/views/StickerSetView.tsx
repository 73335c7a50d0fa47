/** A sticker set: what is in it, and adding it to those that one has. */
import { createResource, For, Show } from 'solid-js'
import type { Sticker } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { stickerSetsChanged } from '../state/stickerSets'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { closeModal } from './Overlay'
import { StickerPicture } from './StickerPicture'

export default function StickerSetView(props: { of: { input: unknown } | { name: string }; pick?: (sticker: Sticker) => void }) {
  const [found, { mutate }] = createResource(async () => (await link()).getStickerSet(props.of).catch(() => undefined))
  async function add(added: boolean) {
    const now = found()
    if (!now) return
    if (!(await attempt(async () => (await link()).addStickerSet(now.set, added)))) return
    mutate({ ...now, set: { ...now.set, added } })
    stickerSetsChanged()
  }
  return (
    <>
      <h2 id="modal-title">{found.latest?.set.title ?? t('stickers.title')}</h2>
      <div class="modal-scroll">
        <div class="sticker-grid" classList={{ small: found.latest?.set.ofEmoji ?? false }}>
          <For each={found.latest?.stickers} fallback={<p class="quiet pad">{t(found.loading ? 'common.loading' : 'stickers.gone')}</p>}>
            {(sticker) => (
              <Show when={props.pick} fallback={<span class="sticker-cell"><StickerPicture media={sticker.media} /></span>}>
                {(pick) => <button type="button" onClick={() => { closeModal(); pick()(sticker) }}><StickerPicture media={sticker.media} /></button>}
              </Show>
            )}
          </For>
        </div>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button>
        <Show when={found.latest}>
          {(now) => <button type="button" class="primary" classList={{ danger: now().set.added }} onClick={() => void add(!now().set.added)}>{now().set.added ? t('stickers.remove') : tCount(now().set.ofEmoji ? 'stickers.addEmoji' : 'stickers.add', now().stickers.length)}</button>}
        </Show>
      </div>
    </>
  )
}
