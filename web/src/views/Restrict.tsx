/** What one member may do, less than others. */
import { createSignal } from 'solid-js'
import { type Member, PERMISSIONS, type Permissions } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { t } from '../text/text'
import { closeModal } from './Overlay'
import { PermissionToggles } from './PermissionToggles'

const ALL = Object.fromEntries(PERMISSIONS.map((one) => [one, true])) as Permissions

export default function Restrict(props: { chat: number; member: Member; changed: () => void }) {
  const [permissions, setPermissions] = createSignal(props.member.permissions ?? ALL)
  async function save(event: SubmitEvent) {
    event.preventDefault()
    const done = await attempt(async () => (await link()).restrictMember(props.chat, props.member.id, permissions()))
    props.changed()
    if (done) closeModal()
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <h2 id="modal-title">{t('perm.one', { name: peerName(props.member.id) })}</h2>
      <div class="modal-scroll"><PermissionToggles permissions={permissions()} set={setPermissions} /></div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('common.save')}</button>
      </div>
    </form>
  )
}
