/** What every member of a group may do, and how long one waits between messages. */
import { createSignal, For, Show } from 'solid-js'
import type { Permissions } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { state } from '../state/store'
import { t } from '../text/text'
import { span } from '../text/span'
import { closeModal } from './Overlay'
import { PermissionToggles } from './PermissionToggles'

/** Seconds that may lie between messages; the server knows no others. */
const WAITS = [0, 10, 30, 60, 300, 900, 3600]

export default function GroupPermissions(props: { chat: number; info: { permissions: Permissions; slowMode: number }; changed: () => void }) {
  const [permissions, setPermissions] = createSignal(props.info.permissions)
  const [wait, setWait] = createSignal(props.info.slowMode)
  async function save(event: SubmitEvent) {
    event.preventDefault()
    const done = await attempt(async () => {
      const protocol = await link()
      if (JSON.stringify(permissions()) !== JSON.stringify(props.info.permissions)) await protocol.setDefaultPermissions(props.chat, permissions())
      if (wait() !== props.info.slowMode) await protocol.setSlowMode(props.chat, wait())
    })
    props.changed()
    if (done) closeModal()
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <h2 id="modal-title">{t('profile.permissions')}</h2>
      <div class="modal-scroll">
        <PermissionToggles permissions={permissions()} set={setPermissions} />
        <Show when={state.peers[props.chat]?.kind === 'supergroup'}>
          <label class="line choice">
            <span>{t('slow.title')}</span>
            <select onChange={(event) => setWait(Number(event.currentTarget.value))}>
              <For each={WAITS}>{(seconds) => <option value={seconds} selected={seconds === wait()}>{seconds ? span(seconds) : t('slow.off')}</option>}</For>
            </select>
          </label>
        </Show>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('common.save')}</button>
      </div>
    </form>
  )
}
