/** What a group or channel is, who is in it, and the doors to what its admins can change. */
import { createResource, createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Member } from '../model/model'
import { inviteUrl } from '../state/inviteUrl'
import { link } from '../state/link'
import { memberMatches } from '../state/memberMatches'
import { go } from '../state/go'
import { state } from '../state/store'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { Icon, type IconName } from './Icon'
import { MemberList } from './MemberList'
import { openModal } from './Overlay'

const AddMembers = lazy(() => import('./AddMembers'))
const GroupEdit = lazy(() => import('./GroupEdit'))
const GroupLinks = lazy(() => import('./GroupLinks'))
const GroupPermissions = lazy(() => import('./GroupPermissions'))
const JoinRequests = lazy(() => import('./JoinRequests'))
const RemovedPeople = lazy(() => import('./RemovedPeople'))

/** From how many members on there is a field to search them. */
const SEARCH_FROM = 4

export default function GroupInfo(props: { chat: number; children: JSX.Element }) {
  const peer = () => state.peers[props.chat]
  const rights = () => peer()?.rights
  const isGroup = () => peer()?.kind === 'group'
  const isChannel = () => peer()?.kind === 'channel'
  const inside = () => !peer()?.left
  const mayManage = () => inside() && Boolean(peer()?.creator || peer()?.admin)
  const [info, { refetch }] = createResource(() => `${props.chat} ${peer()?.members}`, async () => (await link()).getGroupInfo(props.chat).catch(() => undefined))
  const [query, setQuery] = createSignal('')
  const [found] = createResource(() => (isGroup() ? undefined : query().trim()) || undefined, async (text) => (await link()).getMembers(props.chat, 'members', text).then(({ members }) => members, () => [] as Member[]))
  const shown = () => {
    const all = info.latest?.members ?? []
    if (!query().trim()) return all
    return isGroup() ? all.filter((member) => memberMatches(member.id, query())) : (found.latest ?? [])
  }
  const changed = () => void refetch()
  async function copy(url: string) {
    await navigator.clipboard.writeText(url)
    toast(t('common.copied'))
  }
  return (
    <>
      <Show when={info.latest?.about}>
        {(about) => (
          <button type="button" class="fact" title={t('common.copy')} onClick={() => void copy(about())}>
            <Icon name="info" /><span><span class="about" dir="auto">{about()}</span><small>{t('profile.description')}</small></span>
          </button>
        )}
      </Show>
      <Show when={inside() && info.latest?.link}>
        {(invite) => (
          <button type="button" class="fact" title={t('common.copy')} onClick={() => void copy(inviteUrl(invite().hash))}>
            <Icon name="link" /><span><span>{inviteUrl(invite().hash)}</span><small>{t('profile.invite')}</small></span>
          </button>
        )}
      </Show>
      {props.children}
      <Show when={inside() && info.latest}>
        {(known) => (
          <>
            <Show when={mayManage() && rights()?.changeInfo}>
              <Door icon="pen" text={t('profile.edit')} open={() => <GroupEdit chat={props.chat} info={known()} changed={changed} />} />
            </Show>
            <Show when={mayManage() && rights()?.ban && !isChannel()}>
              <Door icon="lock" text={t('profile.permissions')} open={() => <GroupPermissions chat={props.chat} info={known()} changed={changed} />} />
            </Show>
            <Show when={mayManage() && rights()?.invite}>
              <Door icon="link" text={t('links.title')} open={() => <GroupLinks chat={props.chat} />} />
              <Show when={known().requests}>
                <Door icon="user" text={t('profile.requests')} count={known().requests} open={() => <JoinRequests chat={props.chat} changed={changed} />} />
              </Show>
            </Show>
            <Show when={mayManage() && rights()?.ban && !isGroup()}>
              <Door icon="block" text={t('members.removed')} open={() => <RemovedPeople chat={props.chat} changed={changed} />} />
            </Show>
            <Show when={rights()?.invite}>
              <Door icon="plus" text={t('profile.addMembers')} open={() => <AddMembers chat={props.chat} there={known().members} done={changed} />} />
            </Show>
          </>
        )}
      </Show>
      <Show when={info.latest?.members.length}>
        <h3 class="section">{t('profile.members')} · {info.latest?.count}</h3>
        <Show when={(info.latest?.count ?? 0) >= SEARCH_FROM}>
          <div class="search in-panel" role="search">
            <Icon name="search" />
            <input type="search" value={query()} placeholder={t('members.search')} aria-label={t('members.search')} onInput={(event) => setQuery(event.currentTarget.value)} />
          </div>
        </Show>
        <MemberList chat={props.chat} members={shown()} changed={changed} pick={(id) => go({ chat: id })} />
        <Show when={query().trim() && !shown().length && !found.loading}><p class="quiet pad">{t('members.none')}</p></Show>
      </Show>
    </>
  )
}

function Door(props: { icon: IconName; text: string; count?: number; open: () => JSX.Element }) {
  return (
    <button type="button" class="line" onClick={() => openModal(() => <Suspense fallback={<p class="quiet">{t('common.loading')}</p>}>{props.open()}</Suspense>, true)}>
      <Icon name={props.icon} />{props.text}
      <Show when={props.count}>{(count) => <span class="badge">{count()}</span>}</Show>
    </button>
  )
}
