/** What a group or channel is, who is in it, and what its admins can do. */
import { createResource, createSignal, For, Show } from 'solid-js'
import type { Member } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { now } from '../state/now'
import { peerName } from '../state/peerName'
import { presenceText } from '../state/presenceText'
import { go } from '../state/route'
import { state } from '../state/store'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Icon } from './Icon'
import { PeopleList, TextField } from './NewChat'
import { closeModal, type MenuItem, openMenu, openModal, Question } from './Overlay'

export default function GroupInfo(props: { chat: number }) {
  const peer = () => state.peers[props.chat]
  const rights = () => peer()?.rights
  const [info, { refetch }] = createResource(() => `${props.chat} ${peer()?.members}`, async () => (await link()).getGroupInfo(props.chat).catch(() => undefined))
  const change = (work: () => Promise<unknown>) => void attempt(async () => {
    await work()
    await refetch()
  })
  const menu = (member: Member): MenuItem[] => {
    if (member.id === state.me || member.role === 'owner') return []
    const items: MenuItem[] = []
    if (peer()?.creator || rights()?.addAdmins) {
      const admin = member.role === 'admin'
      items.push({ icon: 'user', text: t(admin ? 'profile.demote' : 'profile.promote'), run: () => change(async () => (await link()).setAdmin(props.chat, member.id, !admin)) })
    }
    if (rights()?.ban) {
      items.push({
        icon: 'block', text: t('profile.remove'), danger: true,
        run: () => openModal(() => <Question title={`${t('profile.remove')}: ${peerName(member.id)}?`} answer={t('profile.remove')} danger run={() => change(async () => (await link()).removeMember(props.chat, member.id))} />),
      })
    }
    return items
  }
  return (
    <>
      <Show when={info.latest?.about}>{(about) => <p class="pad" dir="auto">{about()}</p>}</Show>
      <Show when={rights()?.changeInfo && !peer()?.left}>
        <button type="button" class="line" onClick={() => openModal(() => <Rename chat={props.chat} />)}><Icon name="pen" />{t('profile.edit')}</button>
      </Show>
      <Show when={rights()?.invite && !peer()?.left}>
        <button type="button" class="line" onClick={() => openModal(() => <AddMembers chat={props.chat} there={info.latest?.members ?? []} done={() => void refetch()} />)}><Icon name="plus" />{t('profile.addMembers')}</button>
      </Show>
      <Show when={info.latest?.members.length}>
        <h3 class="section">{t('profile.members')} · {info.latest?.count}</h3>
        <ul class="people">
          <For each={info.latest?.members}>
            {(member) => (
              <li>
                <button type="button" class="row short" onClick={() => go({ chat: member.id })} onContextMenu={(event) => menu(member).length && openMenu(event, menu(member))}>
                  <Avatar id={member.id} size="small" self />
                  <span class="row-text">
                    <span class="row-name">{member.id === state.me ? t('common.you') : peerName(member.id)}</span>
                    <span class="row-preview">{member.role === 'member' ? presenceText(state.peers[member.id], now()) : t(member.role === 'owner' ? 'profile.owner' : 'profile.adminRole')}</span>
                  </span>
                </button>
                <Show when={menu(member).length}>
                  <button type="button" class="round small" aria-label={`${t('common.more')}: ${peerName(member.id)}`} aria-haspopup="menu" onClick={(event) => openMenu(event, menu(member))}><Icon name="more" /></button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}

function Rename(props: { chat: number }) {
  const [title, setTitle] = createSignal(peerName(props.chat))
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (await attempt(async () => (await link()).renameGroup(props.chat, title().trim()))) closeModal()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2 id="modal-title">{t('profile.edit')}</h2>
      <TextField label={t('group.name')} value={title()} set={setTitle} max={128} focus />
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary" disabled={!title().trim()}>{t('common.save')}</button>
      </div>
    </form>
  )
}

function AddMembers(props: { chat: number; there: Member[]; done: () => void }) {
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
