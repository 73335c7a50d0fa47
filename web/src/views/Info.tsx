/** Who somebody is, or what a group is: beside the chat. */
import { createResource, lazy, Show, Suspense } from 'solid-js'
import { attempt } from '../state/attempt'
import { mute } from '../state/mute'
import { link } from '../state/link'
import { now } from '../state/now'
import { peerName } from '../state/peerName'
import { presenceText } from '../state/presenceText'
import { go } from '../state/go'
import { route } from '../state/route'
import { setState, state } from '../state/store'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Icon, type IconName } from './Icon'
import { openModal, Question } from './Overlay'
import { Toggle } from './Toggle'

const SharedMedia = lazy(() => import('./SharedMedia'))
const GroupInfo = lazy(() => import('./GroupInfo'))

export default function Info(props: { chat: number }) {
  const peer = () => state.peers[props.chat]
  const isUser = () => peer()?.kind === 'user'
  const [full, { mutate }] = createResource(() => (isUser() ? props.chat : undefined), async (id) => {
    const known = await (await link()).getFullUser(id).catch(() => undefined)
    if (known) setState('blocked', id, known.blocked)
    return known
  })
  const close = () => go({ ...route(), info: false })
  const other = () => isUser() && props.chat !== state.me && !peer()?.service
  async function setBlocked(blocked: boolean) {
    await attempt(async () => {
      await (await link()).setBlocked(props.chat, blocked)
      setState('blocked', props.chat, blocked)
    })
  }
  async function copy(text: string) {
    await navigator.clipboard.writeText(text)
    toast(t('common.copied'))
  }
  return (
    <aside class="info" aria-label={t('profile.title')}>
      <header class="bar">
        <button type="button" class="round" aria-label={t('common.close')} onClick={close}><Icon name="close" /></button>
        <h2>{t(isUser() ? 'profile.title' : peer()?.kind === 'channel' ? 'profile.channel' : 'profile.group')}</h2>
      </header>
      <div class="scroll">
        <div class="profile-head">
          <Avatar id={props.chat} size="huge" />
          <strong>{peerName(props.chat)}</strong>
          <span class="quiet">{props.chat === state.me ? t('chat.savedHint') : presenceText(peer(), now())}</span>
        </div>
        <Show when={peer()?.phone}>{(phone) => <Fact icon="phone" name={t('profile.phone')} value={`+${phone()}`} copy={copy} />}</Show>
        <Show when={peer()?.username}>{(username) => <Fact icon="at" name={t('profile.username')} value={`@${username()}`} copy={copy} />}</Show>
        <Show when={full()?.bio}>{(bio) => <Fact icon="info" name={t('profile.bio')} value={bio()} copy={copy} />}</Show>
        <Show when={props.chat < 0} fallback={<Notifications chat={props.chat} />}>
          <Suspense fallback={<Notifications chat={props.chat} />}><GroupInfo chat={props.chat}><Notifications chat={props.chat} /></GroupInfo></Suspense>
        </Show>
        <Show when={other() && full()}>
          <label class="line choice">
            <span>{t('profile.ttl')}</span>
            <select onChange={(event) => {
              const ttl = Number(event.currentTarget.value)
              void attempt(async () => {
                await (await link()).setTtl(props.chat, ttl)
                mutate({ ...full()!, ttl })
              })
            }}>
              <option value="0" selected={!full()?.ttl}>{t('profile.ttlOff')}</option>
              <option value="86400" selected={full()?.ttl === 86400}>{t('profile.ttlDay')}</option>
              <option value="604800" selected={full()?.ttl === 604800}>{t('profile.ttlWeek')}</option>
              <option value="2678400" selected={full()?.ttl === 2678400}>{t('profile.ttlMonth')}</option>
            </select>
          </label>
        </Show>
        <Show when={other() && !peer()?.bot && !peer()?.deleted}>
          <Show
            when={peer()?.contact}
            fallback={<button type="button" class="line" onClick={() => void attempt(async () => (await link()).addContact(peer()!))}><Icon name="plus" />{t('profile.addContact')}</button>}
          >
            <button type="button" class="line" onClick={() => void attempt(async () => (await link()).deleteContact(props.chat))}><Icon name="trash" />{t('profile.deleteContact')}</button>
          </Show>
        </Show>
        <Show when={other()}>
          <button
            type="button" class="line danger"
            onClick={() => (state.blocked[props.chat] ? void setBlocked(false) : openModal(() => <Question title={`${t('menu.block')}: ${peerName(props.chat)}?`} answer={t('menu.block')} danger run={() => void setBlocked(true)} />))}
          >
            <Icon name="block" />{t(state.blocked[props.chat] ? 'menu.unblock' : 'menu.block')}
          </button>
        </Show>
        <Suspense><SharedMedia chat={props.chat} /></Suspense>
      </div>
    </aside>
  )
}

function Notifications(props: { chat: number }) {
  const dialog = () => state.dialogs[props.chat]
  return (
    <Show when={dialog() && props.chat !== state.me}>
      <Toggle label={t('profile.notifications')} on={(dialog()?.mutedUntil ?? 0) < now()} set={(on) => void attempt(() => mute(props.chat, !on))} />
    </Show>
  )
}

function Fact(props: { icon: IconName; name: string; value: string; copy: (text: string) => Promise<void> }) {
  return (
    <button type="button" class="fact" title={t('common.copy')} onClick={() => void props.copy(props.value)}>
      <Icon name={props.icon} />
      <span><span dir="auto">{props.value}</span><small>{props.name}</small></span>
    </button>
  )
}
