/** A new message: somebody among the contacts, by name, or by number; new contacts, groups and channels. */
import { createMemo, createResource, createSignal, For, Match, Show, Switch } from 'solid-js'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { now } from '../state/now'
import { openPhone } from '../state/openPhone'
import { openUsername } from '../state/openUsername'
import { peerName } from '../state/peerName'
import { presenceText } from '../state/presenceText'
import { go } from '../state/go'
import { route } from '../state/route'
import { state } from '../state/store'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Icon } from './Icon'
import { leavePanel, openPanel } from './Sidebar'
import { Toggle } from './Toggle'

export default function NewChat() {
  return (
    <Switch fallback={<People />}>
      <Match when={route().panel === 'new/contact'}><NewContact /></Match>
      <Match when={route().panel === 'new/group' || route().panel === 'new/channel'}>
        <NewGroup channel={route().panel === 'new/channel'} />
      </Match>
    </Switch>
  )
}

const contacts = () => Object.values(state.peers).filter((peer) => peer.kind === 'user' && peer.contact && !peer.self && !peer.deleted).sort((one, two) => one.name.localeCompare(two.name))

function matches(name: string, query: string): boolean {
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain(name).split(/\s+/).some((word) => word.startsWith(plain(query))) || plain(name).includes(plain(query))
}

function People() {
  const [query, setQuery] = createSignal('')
  const [found] = createResource(() => (query().trim().length > 1 && !/^\+?\d/.test(query()) ? query().trim() : undefined), async (text) => (await link()).searchPeople(text).catch(() => undefined))
  createResource(async () => (await link()).getContacts().catch(() => []))
  const mine = createMemo(() => contacts().filter((peer) => matches(peer.name, query().trim())))
  const others = () => (query() ? [...(found()?.mine ?? []), ...(found()?.others ?? [])].filter((id) => !mine().some((peer) => peer.id === id)) : [])
  const isPhone = () => /^\+?[\d\s()-]{6,}$/.test(query().trim())
  const isName = () => /^@\w{3,}$/.test(query().trim())
  async function byPhone() {
    await attempt(() => openPhone(query()))
  }
  return (
    <div class="panel">
      <header class="bar">
        <button type="button" class="round" aria-label={t('common.back')} onClick={leavePanel}><Icon name="back" /></button>
        <div class="search"><Icon name="search" />
          <input type="search" placeholder={t('new.placeholder')} aria-label={t('new.placeholder')} value={query()} ref={(input) => queueMicrotask(() => input.focus())} onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => { if (event.key === 'Enter') { if (isPhone()) void byPhone(); else if (isName()) void attempt(() => openUsername(query().trim())); else if (mine()[0]) go({ chat: mine()[0]!.id }) } }} />
        </div>
      </header>
      <div class="scroll">
        <Show when={!query() && state.served.groups}>
          <button type="button" class="line" onClick={() => openPanel('new/group')}><Icon name="users" />{t('menu.newGroup')}</button>
        </Show>
        <Show when={!query() && state.served.channels}>
          <button type="button" class="line" onClick={() => openPanel('new/channel')}><Icon name="megaphone" />{t('menu.newChannel')}</button>
        </Show>
        <Show when={!query()}>
          <button type="button" class="line" onClick={() => openPanel('new/contact')}><Icon name="plus" />{t('new.addContact')}</button>
        </Show>
        <Show when={isPhone()}>
          <button type="button" class="line" onClick={() => void byPhone()}><Icon name="phone" />{t('new.byPhone', { phone: query().trim() })}</button>
        </Show>
        <Show when={isName()}>
          <button type="button" class="line" onClick={() => void attempt(() => openUsername(query().trim()))}><Icon name="at" />{query().trim()}</button>
        </Show>
        <h2 class="section">{t('new.contacts')}</h2>
        <Show when={mine().length || others().length || query()} fallback={<p class="quiet pad">{t('new.noContacts')}</p>}>
          <PeopleList ids={[...mine().map((peer) => peer.id), ...others()]} pick={(id) => go({ chat: id })} />
        </Show>
      </div>
    </div>
  )
}

export function PeopleList(props: { ids: readonly number[]; pick: (id: number) => void; chosen?: readonly number[]; note?: (id: number) => string | undefined }) {
  return (
    <ul class="people">
      <For each={props.ids as number[]}>
        {(id) => (
          <li>
            <button type="button" class="row short" aria-pressed={props.chosen ? props.chosen.includes(id) : undefined} onClick={() => props.pick(id)}>
              <Avatar id={id} size="small" />
              <span class="row-text">
                <span class="row-name">{peerName(id)}</span>
                <span class="row-preview">{props.note?.(id) ?? (id === state.me ? t('chat.savedHint') : presenceText(state.peers[id], now()))}</span>
              </span>
              <Show when={props.chosen?.includes(id)}><Icon name="check" class="chosen" /></Show>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}

function NewContact() {
  const [phone, setPhone] = createSignal('')
  const [first, setFirst] = createSignal('')
  const [last, setLast] = createSignal('')
  const [wrong, setWrong] = createSignal('')
  async function add(event: SubmitEvent) {
    event.preventDefault()
    setWrong('')
    await attempt(async () => {
      const peer = await (await link()).importContact(phone(), first().trim(), last().trim())
      if (!peer) {
        setWrong(t('new.notFound'))
        return
      }
      toast(t('new.contactAdded', { name: peer.name }))
      go({ chat: peer.id })
    })
  }
  return (
    <form class="panel" onSubmit={(event) => void add(event)}>
      <header class="bar">
        <button type="button" class="round" aria-label={t('common.back')} onClick={() => openPanel('new')}><Icon name="back" /></button>
        <h2>{t('new.addContact')}</h2>
      </header>
      <div class="scroll pad">
        <TextField label={t('new.phone')} value={phone()} set={setPhone} type="tel" focus />
        <TextField label={t('sign.firstName')} value={first()} set={setFirst} />
        <TextField label={t('sign.lastName')} value={last()} set={setLast} optional />
        <p class="wrong" role="alert">{wrong()}</p>
        <button type="submit" class="primary">{t('common.add')}</button>
      </div>
    </form>
  )
}

export function TextField(props: { label: string; value: string; set: (text: string) => void; type?: string; optional?: boolean; focus?: boolean; hint?: string; rows?: number; max?: number }) {
  const id = `text-${props.label.replace(/\W+/g, '-')}`
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <Show
        when={props.rows}
        fallback={<input id={id} type={props.type ?? 'text'} value={props.value} required={!props.optional} maxLength={props.max ?? 256} ref={(input) => props.focus && queueMicrotask(() => input.focus())} onInput={(event) => props.set(event.currentTarget.value)} aria-describedby={props.hint ? `${id}-hint` : undefined} />}
      >
        <textarea id={id} rows={props.rows} value={props.value} maxLength={props.max ?? 1024} onInput={(event) => props.set(event.currentTarget.value)} />
      </Show>
      <Show when={props.hint}><small id={`${id}-hint`} role="status">{props.hint}</small></Show>
    </div>
  )
}

function NewGroup(props: { channel: boolean }) {
  const [name, setName] = createSignal('')
  const [about, setAbout] = createSignal('')
  const [chosen, setChosen] = createSignal<number[]>([])
  const [supergroup, setSupergroup] = createSignal(false)
  const toggle = (id: number) => setChosen(chosen().includes(id) ? chosen().filter((one) => one !== id) : [...chosen(), id])
  const known = () => Object.values(state.peers)
    .filter((peer) => peer.kind === 'user' && (peer.contact || state.dialogs[peer.id]) && !peer.self && !peer.deleted && !peer.service)
    .sort((one, two) => one.name.localeCompare(two.name))
    .map((peer) => peer.id)
  async function create(event: SubmitEvent) {
    event.preventDefault()
    await attempt(async () => {
      const protocol = await link()
      const apart = props.channel || supergroup()
      const made = apart ? await protocol.createChannel(name().trim(), about().trim(), supergroup()) : await protocol.createGroup(name().trim(), chosen())
      if (apart && chosen().length) await attempt(() => protocol.addMembers(made, chosen()))
      go({ chat: made })
    })
  }
  return (
    <form class="panel" onSubmit={(event) => void create(event)}>
      <header class="bar">
        <button type="button" class="round" aria-label={t('common.back')} onClick={leavePanel}><Icon name="back" /></button>
        <h2>{t(props.channel ? 'group.channelTitle' : 'group.title')}</h2>
      </header>
      <div class="scroll">
        <div class="pad">
          <TextField label={t('group.name')} value={name()} set={setName} focus max={128} />
          <Show when={props.channel}><TextField label={t('group.description')} value={about()} set={setAbout} rows={2} optional max={255} /></Show>
        </div>
        <Show when={!props.channel && state.served.channels}><Toggle label={t('group.super')} on={supergroup()} set={setSupergroup} /></Show>
        <h2 class="section">{t('group.members')}</h2>
        <PeopleList ids={known()} chosen={chosen()} pick={toggle} />
        <div class="pad"><button type="submit" class="primary" disabled={!name().trim()}>{t('group.create')}</button></div>
      </div>
    </form>
  )
}
