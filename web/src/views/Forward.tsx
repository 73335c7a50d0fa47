/** Where messages are forwarded to. */
import { createMemo, createSignal } from 'solid-js'
import { attempt } from '../state/attempt'
import { forward } from '../state/forward'
import { peerName } from '../state/peerName'
import { go } from '../state/go'
import { leaveSelection } from '../state/leaveSelection'
import { sortedDialogs } from '../state/sortedDialogs'
import { state } from '../state/store'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { PeopleList } from './NewChat'
import { closeModal } from './Overlay'

export default function Forward(props: { chat: number; ids: number[] }) {
  const [query, setQuery] = createSignal('')
  const chats = createMemo(() => {
    const all = [state.me, ...sortedDialogs({ archived: false }).filter((chat) => chat !== state.me)]
    return all.filter((chat) => {
      const peer = state.peers[chat]
      const may = peer?.kind === 'user' ? !peer.service && !peer.deleted : !peer?.left && peer?.rights?.send
      return may && peerName(chat).toLowerCase().includes(query().toLowerCase())
    })
  })
  async function pick(to: number) {
    closeModal()
    const done = await attempt(() => forward(props.chat, props.ids, to))
    leaveSelection()
    if (!done) return
    toast(t('forward.done'))
    go({ chat: to })
  }
  return (
    <>
      <h2 id="modal-title">{t('forward.title')}</h2>
      <div class="field"><input type="search" aria-label={t('common.search')} placeholder={t('common.search')} value={query()} onInput={(event) => setQuery(event.currentTarget.value)} /></div>
      <div class="modal-scroll"><PeopleList ids={chats()} pick={(id) => void pick(id)} /></div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button></div>
    </>
  )
}
