/** What an admin may do, and what an admin is called here. */
import { createSignal, For, Show } from 'solid-js'
import { ADMIN_RIGHTS, type AdminRight, type AdminRights as Rights, type Member } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { state } from '../state/store'
import { t } from '../text/text'
import { TextField } from './NewChat'
import { closeModal } from './Overlay'
import { Toggle } from './Toggle'

const OF_CHANNELS: AdminRight[] = ['change', 'post', 'edit', 'delete', 'invite', 'addAdmins']
const OF_GROUPS: AdminRight[] = ['change', 'delete', 'ban', 'invite', 'pin', 'anonymous', 'addAdmins']
/** What a new admin is given, if nothing else is chosen. */
const FIRST: AdminRight[] = ['change', 'post', 'edit', 'delete', 'ban', 'invite', 'pin']

const rightsOf = (given: readonly AdminRight[]) => Object.fromEntries(ADMIN_RIGHTS.map((one) => [one, given.includes(one)])) as Rights

export default function AdminRights(props: { chat: number; member: Member; changed: () => void }) {
  const channel = () => state.peers[props.chat]?.kind === 'channel'
  const offered = () => (channel() ? OF_CHANNELS : OF_GROUPS)
  const [rights, setRights] = createSignal(props.member.rights ?? rightsOf(FIRST.filter((one) => offered().includes(one))))
  const [title, setTitle] = createSignal(props.member.title ?? '')
  async function save(rights: Rights) {
    const done = await attempt(async () => (await link()).setAdmin(props.chat, props.member.id, rights, title().trim()))
    props.changed()
    if (done) closeModal()
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(rights()) }}>
      <h2 id="modal-title">{t('admin.title', { name: peerName(props.member.id) })}</h2>
      <div class="modal-scroll">
        <For each={offered()}>{(one) => <Toggle label={t(`right.${one}`)} on={rights()[one]} set={(on) => setRights({ ...rights(), [one]: on })} />}</For>
        <Show when={!channel()}><div class="padded"><TextField label={t('admin.rank')} value={title()} set={setTitle} optional max={16} /></div></Show>
        <Show when={props.member.role === 'admin'}>
          <button type="button" class="line danger" onClick={() => void save(rightsOf([]))}>{t('profile.demote')}</button>
        </Show>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary" disabled={!offered().some((one) => rights()[one])}>{t('common.save')}</button>
      </div>
    </form>
  )
}
