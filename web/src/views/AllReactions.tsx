/** All reactions that the server takes, to give one. */
import { createResource, For } from 'solid-js'
import type { Message } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { react } from '../state/messageActions'
import { t } from '../text/text'
import { closeModal } from './Overlay'

export default function AllReactions(props: { message: Message }) {
  const [all] = createResource(async () => (await link()).getAvailableReactions().catch(() => [] as string[]))
  return (
    <>
      <h2 id="modal-title">{t('msg.reactions')}</h2>
      <div class="emoji-grid reactions-grid">
        <For each={all.latest} fallback={<p class="quiet">{t(all.loading ? 'common.loading' : 'error.notServed')}</p>}>
          {(emoji) => (
            <button
              type="button" aria-label={t('msg.react', { emoji })} aria-pressed={props.message.reactions.some((one) => one.mine && one.emoji === emoji)}
              onClick={() => { closeModal(); void attempt(() => react(props.message, { emoji })) }}
            >
              {emoji}
            </button>
          )}
        </For>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button></div>
    </>
  )
}
