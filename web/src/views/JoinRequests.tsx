/** Who asks to be let in, and the two answers. */
import { createResource, For } from 'solid-js'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { t } from '../text/text'
import { shortWhen } from '../text/when'
import { Avatar } from './Avatar'
import { closeModal } from './Overlay'

export default function JoinRequests(props: { chat: number; changed: () => void }) {
  const [all, { mutate }] = createResource(async () => (await link()).getJoinRequests(props.chat).catch(() => []))
  const answer = (user: number, letIn: boolean) => void attempt(async () => {
    await (await link()).answerJoinRequest(props.chat, user, letIn)
    mutate(all.latest?.filter((one) => one.user !== user))
    props.changed()
  })
  return (
    <>
      <h2 id="modal-title">{t('profile.requests')}</h2>
      <div class="modal-scroll">
        <ul class="people">
          <For each={all.latest ?? []} fallback={<li class="quiet pad">{t(all.loading ? 'common.loading' : 'requests.none')}</li>}>
            {(one) => (
              <li class="request">
                <Avatar id={one.user} size="small" self />
                <span class="row-text"><span class="row-name">{peerName(one.user)}</span><span class="row-preview">{one.about || shortWhen(one.date)}</span></span>
                <button type="button" class="plain" aria-label={`${t('profile.refuse')}: ${peerName(one.user)}`} onClick={() => answer(one.user, false)}>{t('profile.refuse')}</button>
                <button type="button" class="primary" aria-label={`${t('profile.accept')}: ${peerName(one.user)}`} onClick={() => answer(one.user, true)}>{t('profile.accept')}</button>
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}
