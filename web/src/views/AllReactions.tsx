/** All reactions that the server takes, to give one; below them custom emoji, where it has them. */
import { createResource, For, lazy, Show, Suspense } from 'solid-js'
import type { Message, Reaction } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { react } from '../state/react'
import { state } from '../state/store'
import { t } from '../text/text'
import { closeModal } from './Overlay'

const CustomEmojiPicker = lazy(() => import('./CustomEmojiPicker'))

export default function AllReactions(props: { message: Message }) {
  const [all] = createResource(async () => (await link()).getAvailableReactions().catch(() => [] as string[]))
  function give(reaction: Pick<Reaction, 'emoji' | 'custom'>) {
    closeModal()
    void attempt(() => react(props.message, reaction))
  }
  return (
    <>
      <h2 id="modal-title">{t('msg.reactions')}</h2>
      <div class="modal-scroll all-reactions">
        <div class="emoji-grid reactions-grid">
          <For each={all.latest} fallback={<p class="quiet">{t(all.loading ? 'common.loading' : 'error.notServed')}</p>}>
            {(emoji) => (
              <button
                type="button" aria-label={t('msg.react', { emoji })} aria-pressed={props.message.reactions.some((one) => one.mine && one.emoji === emoji)}
                onClick={() => give({ emoji })}
              >
                {emoji}
              </button>
            )}
          </For>
        </div>
        <Show when={state.served.stickers}><Suspense><CustomEmojiPicker pick={(one) => give({ emoji: '', custom: one.id })} /></Suspense></Show>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button></div>
    </>
  )
}
