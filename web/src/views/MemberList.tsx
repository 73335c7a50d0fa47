/** Members of a group or channel, with what an admin can do with each. */
import { For, lazy, Show, Suspense } from 'solid-js'
import type { Member } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { now } from '../state/now'
import { peerName } from '../state/peerName'
import { presenceText } from '../state/presenceText'
import { state } from '../state/store'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Icon } from './Icon'
import { type MenuItem, openMenu, openModal, Question } from './Overlay'

const AdminRights = lazy(() => import('./AdminRights'))
const Restrict = lazy(() => import('./Restrict'))

const NO_RIGHTS = { change: false, post: false, edit: false, delete: false, ban: false, invite: false, pin: false, topics: false, anonymous: false, addAdmins: false }

export function MemberList(props: { chat: number; members: readonly Member[]; changed: () => void; pick: (id: number) => void }) {
  const peer = () => state.peers[props.chat]
  const rights = () => peer()?.rights
  const change = (work: () => Promise<unknown>) => void attempt(async () => {
    await work()
    props.changed()
  })
  const menu = (member: Member): MenuItem[] => {
    if (member.id === state.me || member.role === 'owner' || peer()?.left) return []
    const items: MenuItem[] = []
    const admin = member.role === 'admin'
    const basic = peer()?.kind === 'group'
    if (peer()?.creator || rights()?.addAdmins) {
      if (basic) {
        items.push({
          icon: 'user', text: t(admin ? 'profile.demote' : 'profile.promote'),
          run: () => change(async () => (await link()).setAdmin(props.chat, member.id, admin ? NO_RIGHTS : { ...NO_RIGHTS, ban: true }, '')),
        })
      } else {
        items.push({
          icon: 'user', text: t(admin ? 'members.rights' : 'profile.promote'),
          run: () => openModal(() => <Suspense><AdminRights chat={props.chat} member={member} changed={props.changed} /></Suspense>, true),
        })
      }
    }
    if (rights()?.ban && !admin) {
      if (peer()?.kind === 'supergroup') {
        items.push({ icon: 'lock', text: t('members.restrict'), run: () => openModal(() => <Suspense><Restrict chat={props.chat} member={member} changed={props.changed} /></Suspense>, true) })
      }
      items.push({
        icon: 'block', text: t('profile.remove'), danger: true,
        run: () => openModal(() => <Question title={`${t('profile.remove')}: ${peerName(member.id)}?`} answer={t('profile.remove')} danger run={() => change(async () => (await link()).removeMember(props.chat, member.id))} />),
      })
    }
    return items
  }
  const note = (member: Member) =>
    member.title ||
    (member.role === 'member' || member.role === 'removed' ? presenceText(state.peers[member.id], now())
    : t(member.role === 'owner' ? 'profile.owner' : member.role === 'admin' ? 'profile.adminRole' : 'members.restricted'))
  return (
    <ul class="people">
      <For each={props.members as Member[]}>
        {(member) => (
          <li>
            <button type="button" class="row short" onClick={() => props.pick(member.id)} onContextMenu={(event) => menu(member).length && openMenu(event, menu(member))}>
              <Avatar id={member.id} size="small" self />
              <span class="row-text">
                <span class="row-name">{member.id === state.me ? t('common.you') : peerName(member.id)}</span>
                <span class="row-preview">{note(member)}</span>
              </span>
            </button>
            <Show when={menu(member).length}>
              <button type="button" class="round small" aria-label={`${t('common.more')}: ${peerName(member.id)}`} aria-haspopup="menu" onClick={(event) => openMenu(event, menu(member))}><Icon name="more" /></button>
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}
