/** People to add to a group or channel. */
import { createSignal } from 'solid-js'
import type { Member } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { state } from '../state/store'
import { t } from '../text/text'
import { PeopleList } from './NewChat'
import { closeModal } from './Overlay'

export default function AddMembers(props: { chat: number; there: Member[]; done: () => void }) {
  const [chosen, setChosen] = createSignal<number[]>([])
  const people = () => Object.values(state.peers)
    .filter((peer) => peer.kind === 'user' && (peer.contact || state.dialogs[peer.id]) && !peer.self && !peer.deleted && !peer.service && !props.there.some((member) => member.id === peer.id))
    .sort((one, two) => one.name.localeCompare(two.name))
    .map((peer) => peer.id)
  async function add() {
    if (!(await attempt(async () => (await link()).addMembers(props.chat, chosen())))) return
    props.done()
    closeModal()
  }
  return (
    <>
      <h2 id="modal-title">{t('profile.addMembers')}</h2>
      <div class="modal-scroll">
        <PeopleList ids={people()} chosen={chosen()} pick={(id) => setChosen(chosen().includes(id) ? chosen().filter((one) => one !== id) : [...chosen(), id])} />
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="button" class="primary" disabled={!chosen().length} onClick={() => void add()}>{t('common.add')}</button>
      </div>
    </>
  )
}
