/** Where an invite link leads, and the question whether to go there. */
import { createResource, createSignal, Match, Show, Switch } from 'solid-js'
import { Trouble } from '../model/trouble'
import { explain } from '../state/explain'
import { link } from '../state/link'
import { go } from '../state/go'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { closeModal } from './Overlay'

export default function JoinInvite(props: { hash: string }) {
  const [wrong, setWrong] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  const [found] = createResource(async () => {
    try {
      const invitation = await (await link()).checkInvite(props.hash)
      if (invitation.kind === 'open') return invitation
      closeModal()
      go({ chat: invitation.chat })
    } catch (error) {
      setWrong(explain(error))
    }
    return undefined
  })
  async function join() {
    setBusy(true)
    try {
      const chat = await (await link()).joinByInvite(props.hash)
      closeModal()
      go({ chat })
    } catch (error) {
      if (error instanceof Trouble && error.reason === 'requestSent') {
        closeModal()
        toast(explain(error))
      } else setWrong(explain(error))
    }
    setBusy(false)
  }
  return (
    <Switch fallback={<><h2 id="modal-title">{t('join.title')}</h2><p class="quiet">{t('common.loading')}</p></>}>
      <Match when={wrong()}>
        <h2 id="modal-title">{t('join.title')}</h2>
        <p class="wrong" role="alert">{wrong()}</p>
        <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
      </Match>
      <Match when={found.latest}>
        {(open) => (
          <>
            <h2 id="modal-title">{open().title}</h2>
            <p class="quiet">{t(open().channel ? 'profile.channel' : 'profile.group')} · {tCount(open().channel ? 'chat.subscribers' : 'chat.members', open().members)}</p>
            <Show when={open().about}><p dir="auto">{open().about}</p></Show>
            <Show when={open().approval}><p>{t('join.approval')}</p></Show>
            <div class="modal-actions">
              <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
              <button type="button" class="primary" disabled={busy()} onClick={() => void join()}>{t(open().approval ? 'join.ask' : 'chat.join')}</button>
            </div>
          </>
        )}
      </Match>
    </Switch>
  )
}
