/** The settings: account, notifications, privacy, devices, folders, language, looks. */
import { createResource, createSignal, For, Match, Show, Switch } from 'solid-js'
import type { Folder, Peer, PrivacyKey, Session } from '../model/model'
import { Trouble } from '../model/trouble'
import { accounts } from '../state/accounts'
import { addAccount } from '../state/addAccount'
import { slot } from '../state/slot'
import { switchAccount } from '../state/switchAccount'
import { apply } from '../state/apply'
import { attempt } from '../state/attempt'
import { explain } from '../state/explain'
import { forget } from '../state/forget'
import { link } from '../state/link'
import { loadFolders } from '../state/loadFolders'
import { peerName } from '../state/peerName'
import { prefer, preferences } from '../state/preferences'
import { route } from '../state/route'
import { setState, state } from '../state/store'
import { toast } from '../state/toast'
import { language } from '../text/language'
import { setLanguage } from '../text/setLanguage'
import { t } from '../text/text'
import { dayAndTime } from '../text/dayAndTime'
import { Avatar } from './Avatar'
import { Icon, type IconName } from './Icon'
import { PeopleList, TextField } from './NewChat'
import { closeModal, openModal, Question } from './Overlay'
import { PasswordSettings } from './PasswordSettings'
import { PhotoButton } from './PhotoButton'
import { Privacy } from './Privacy'
import { PrivacyExceptions } from './PrivacyExceptions'
import { SettingsPage } from './SettingsPage'
import { openPanel } from './Sidebar'
import { Toggle } from './Toggle'

export default function Settings() {
  const page = () => (route().panel ?? '').replace(/^settings\/?/, '')
  return (
    <Switch fallback={<Home />}>
      <Match when={page() === 'account'}><Account /></Match>
      <Match when={page() === 'notifications'}><Notifications /></Match>
      <Match when={page() === 'privacy'}><Privacy /></Match>
      <Match when={page().startsWith('privacy/')}>
        <Show when={page()} keyed>{(path) => <PrivacyExceptions name={path.split('/')[1] as PrivacyKey} />}</Show>
      </Match>
      <Match when={page() === 'password'}><PasswordSettings /></Match>
      <Match when={page() === 'blocked'}><Blocked /></Match>
      <Match when={page() === 'devices'}><Devices /></Match>
      <Match when={page() === 'folders'}><Folders /></Match>
      <Match when={page().startsWith('folders/')}>
        <Show when={page()} keyed>{(path) => <FolderPage id={Number(path.split('/')[1])} />}</Show>
      </Match>
      <Match when={page() === 'language'}><LanguagePage /></Match>
      <Match when={page() === 'appearance'}><Appearance /></Match>
    </Switch>
  )
}

/** How many accounts may be signed in here at once. */
const ACCOUNTS_MAX = 4

function Home() {
  const me = () => state.peers[state.me]
  const rows: [IconName, Parameters<typeof t>[0], string][] = [
    ['user', 'settings.account', 'settings/account'],
    ['bell', 'settings.notifications', 'settings/notifications'],
    ['lock', 'settings.privacy', 'settings/privacy'],
    ['devices', 'settings.devices', 'settings/devices'],
    ['folder', 'settings.folders', 'settings/folders'],
    ['globe', 'settings.language', 'settings/language'],
    ['palette', 'settings.appearance', 'settings/appearance'],
  ]
  async function out() {
    await attempt(async () => (await link()).logOut().catch((error: unknown) => {
      if (!(error instanceof Trouble) || error.reason === 'noConnection') throw error
    }))
    await forget()
  }
  return (
    <SettingsPage title={t('settings.title')}>
      <div class="profile-head">
        <Avatar id={state.me} size="huge" self />
        <strong>{me()?.name}</strong>
        <span class="quiet">{[me()?.phone && `+${me()?.phone}`, me()?.username && `@${me()?.username}`].filter(Boolean).join(' · ')}</span>
      </div>
      <For each={accounts().filter((one) => one.slot !== slot())}>
        {(one) => <button type="button" class="line" onClick={() => switchAccount(one.slot)}><Icon name="users" />{t('accounts.switch', { name: one.name })}</button>}
      </For>
      <For each={rows}>
        {([icon, key, panel]) => <button type="button" class="line" onClick={() => openPanel(panel)}><Icon name={icon} />{t(key)}</button>}
      </For>
      <Show when={accounts().length < ACCOUNTS_MAX}>
        <button type="button" class="line" onClick={addAccount}><Icon name="plus" />{t('accounts.add')}</button>
      </Show>
      <button
        type="button" class="line danger"
        onClick={() => openModal(() => <Question title={t('settings.signOutTitle')} text={t('settings.signOutText')} answer={t('settings.signOut')} danger run={() => void out()} />)}
      >
        <Icon name="out" />{t('settings.signOut')}
      </button>
      <p class="quiet pad center"><a href="/connect">{t('sign.howOther')}</a></p>
    </SettingsPage>
  )
}

function Account() {
  const me = () => state.peers[state.me]
  const [first, setFirst] = createSignal(me()?.firstName ?? '')
  const [last, setLast] = createSignal(me()?.lastName ?? '')
  const [bio, setBio] = createSignal('')
  const [username, setUsername] = createSignal(me()?.username ?? '')
  const [said, setSaid] = createSignal('')
  createResource(async () => {
    const full = await (await link()).getFullUser(state.me).catch(() => undefined)
    if (full) setBio(full.bio)
    return true
  })
  const took = (peer: Peer) => apply({ kind: 'peers', peers: [peer] })
  let timer: ReturnType<typeof setTimeout> | undefined
  function onUsername(text: string) {
    setUsername(text)
    clearTimeout(timer)
    setSaid('')
    if (!text || text === me()?.username) return
    timer = setTimeout(async () => {
      try {
        setSaid((await (await link()).checkUsername(text)) ? t('settings.usernameFree') : t('settings.usernameTaken'))
      } catch (error) {
        setSaid(explain(error))
      }
    }, 400)
  }
  async function save(event: SubmitEvent) {
    event.preventDefault()
    const done = await attempt(async () => {
      const protocol = await link()
      took(await protocol.updateProfile(first().trim(), last().trim(), bio().trim()))
      if (username() !== (me()?.username ?? '')) took(await protocol.updateUsername(username().trim()))
    })
    if (done) toast(t('settings.saved'))
  }
  return (
    <SettingsPage title={t('settings.account')} back="settings">
      <Show when={state.served.files}><PhotoButton id={state.me} set={async (picture) => took(await (await link()).setProfilePhoto(picture))} /></Show>
      <form class="pad" onSubmit={(event) => void save(event)}>
        <TextField label={t('sign.firstName')} value={first()} set={setFirst} max={64} />
        <TextField label={t('sign.lastName')} value={last()} set={setLast} optional max={64} />
        <TextField label={t('settings.bio')} value={bio()} set={setBio} rows={3} optional max={70} />
        <TextField label={t('settings.username')} value={username()} set={onUsername} optional max={32} hint={said() || t('settings.usernameHint')} />
        <button type="submit" class="primary">{t('common.save')}</button>
      </form>
    </SettingsPage>
  )
}

function Notifications() {
  const kinds = ['private', 'groups', 'channels'] as const
  const [server, { mutate }] = createResource(async () => {
    const protocol = await link()
    const all = await Promise.all(kinds.map((kind) => protocol.getNotify(kind).catch(() => undefined)))
    return Object.fromEntries(kinds.map((kind, index) => [kind, all[index]])) as Record<(typeof kinds)[number], boolean | undefined>
  })
  const supported = 'Notification' in window
  const [allowed, setAllowed] = createSignal(supported ? Notification.permission : 'denied')
  async function desktop(on: boolean) {
    if (on && supported && allowed() !== 'granted') setAllowed(await Notification.requestPermission())
    prefer({ notifications: on })
  }
  return (
    <SettingsPage title={t('settings.notifications')} back="settings">
      <Show when={supported}>
        <Toggle label={t('settings.desktop')} on={preferences().notifications && allowed() === 'granted'} set={(on) => void desktop(on)} />
        <Show when={allowed() === 'denied'}><p class="quiet pad">{t('settings.desktopDenied')}</p></Show>
        <Toggle label={t('settings.sound')} on={preferences().sound} set={(sound) => prefer({ sound })} />
      </Show>
      <For each={kinds}>
        {(kind) => (
          <Show when={server()?.[kind] !== undefined}>
            <Toggle label={t(`settings.${kind}`)} on={server()?.[kind] ?? true} set={(on) => void attempt(async () => {
              await (await link()).setNotify(kind, on)
              mutate({ ...server()!, [kind]: on })
            })} />
          </Show>
        )}
      </For>
    </SettingsPage>
  )
}

function Blocked() {
  const [blocked, { mutate }] = createResource(async () => (await link()).getBlocked().catch(() => [] as number[]))
  return (
    <SettingsPage title={t('settings.blocked')} back="settings/privacy">
      <Show when={blocked()?.length} fallback={<p class="quiet pad">{blocked.loading ? t('common.loading') : t('settings.noBlocked')}</p>}>
        <PeopleList ids={blocked() ?? []} note={() => t('menu.unblock')} pick={(id) => void attempt(async () => {
          await (await link()).setBlocked(id, false)
          setState('blocked', id, false)
          mutate(blocked()?.filter((one) => one !== id))
        })} />
      </Show>
    </SettingsPage>
  )
}

function Devices() {
  const [sessions, { refetch }] = createResource(async () => (await link()).getSessions().catch(() => [] as Session[]))
  const current = () => sessions.latest?.find((one) => one.current)
  const others = () => sessions.latest?.filter((one) => !one.current) ?? []
  const [url, setUrl] = createSignal('')
  const end = (work: () => Promise<void>) => void attempt(async () => {
    await work()
    await refetch()
  })
  async function accept(event: SubmitEvent) {
    event.preventDefault()
    if (!/token=[\w-]+/.test(url())) {
      toast(t('devices.linkBad'))
      return
    }
    const done = await attempt(async () => (await link()).acceptLoginToken(url()))
    if (!done) return
    setUrl('')
    toast(t('devices.linked'))
    await refetch()
  }
  return (
    <SettingsPage title={t('settings.devices')} back="settings">
      <h3 class="section">{t('devices.this')}</h3>
      <Show when={current()}>{(session) => <SessionRow session={session()} />}</Show>
      <h3 class="section">{t('devices.link')}</h3>
      <form class="pad" onSubmit={(event) => void accept(event)}>
        <TextField label={t('devices.linkField')} value={url()} set={setUrl} hint={t('devices.linkHint')} />
        <button type="submit" class="primary" disabled={!url()}>{t('devices.link')}</button>
      </form>
      <h3 class="section">{t('devices.others')}</h3>
      <Show when={others().length} fallback={<p class="quiet pad">{t('devices.none')}</p>}>
        <For each={others()}>
          {(session) => (
            <SessionRow session={session} end={() => openModal(() => (
              <Question title={t('devices.endTitle', { name: session.app || session.device })} answer={t('devices.end')} danger run={() => end(async () => (await link()).endSession(session.hash))} />
            ))} />
          )}
        </For>
        <button type="button" class="line danger" onClick={() => openModal(() => <Question title={t('devices.endAllTitle')} answer={t('devices.endAll')} danger run={() => end(async () => (await link()).endOtherSessions())} />)}>
          <Icon name="out" />{t('devices.endAll')}
        </button>
      </Show>
    </SettingsPage>
  )
}

function SessionRow(props: { session: Session; end?: () => void }) {
  return (
    <div class="session">
      <Icon name="devices" />
      <span>
        <b>{props.session.app || props.session.device}</b>
        <span>{props.session.device}</span>
        <small>{[props.session.place, t('devices.active', { when: dayAndTime(props.session.active) })].filter(Boolean).join(' · ')}</small>
      </span>
      <Show when={props.end}>
        <button type="button" class="round small danger" aria-label={`${t('devices.end')}: ${props.session.app || props.session.device}`} onClick={() => props.end?.()}><Icon name="out" /></button>
      </Show>
    </div>
  )
}

function Folders() {
  const next = () => Math.max(1, ...state.folders.map((one) => one.id)) + 1
  return (
    <SettingsPage title={t('settings.folders')} back="settings">
      <p class="quiet pad">{t('folders.empty')}</p>
      <For each={state.folders}>
        {(folder) => <button type="button" class="line" onClick={() => openPanel(`settings/folders/${folder.id}`)}><Icon name="folder" />{folder.title}</button>}
      </For>
      <button type="button" class="line" onClick={() => openPanel(`settings/folders/${next()}`)}><Icon name="plus" />{t('folders.new')}</button>
    </SettingsPage>
  )
}

const EMPTY_FOLDER: Omit<Folder, 'id'> = {
  title: '', pinned: [], include: [], exclude: [], contacts: false, others: false, groups: false, channels: false, bots: false,
  noMuted: false, noRead: false, noArchived: true,
}

function FolderPage(props: { id: number }) {
  const known = () => state.folders.find((one) => one.id === props.id)
  const [folder, setFolder] = createSignal<Folder>({ ...EMPTY_FOLDER, ...known(), id: props.id })
  const change = (part: Partial<Folder>) => setFolder({ ...folder(), ...part })
  const kinds = ['contacts', 'others', 'groups', 'channels', 'bots'] as const
  async function save(event: SubmitEvent) {
    event.preventDefault()
    const { include } = folder()
    if (!kinds.some((kind) => folder()[kind]) && !include.length) {
      toast(t('folders.needsSome'))
      return
    }
    const done = await attempt(async () => {
      await (await link()).saveFolder(folder())
      await loadFolders()
    })
    if (done) openPanel('settings/folders')
  }
  const remove = () => openModal(() => (
    <Question title={t('folders.deleteTitle', { name: known()?.title ?? '' })} text={t('folders.deleteText')} answer={t('common.delete')} danger run={() => void attempt(async () => {
      await (await link()).deleteFolder(props.id)
      await loadFolders()
      closeModal()
      openPanel('settings/folders')
    })} />
  ))
  const chats = () => Object.keys(state.dialogs).map(Number).sort((one, two) => peerName(one).localeCompare(peerName(two)))
  const toggle = (id: number) => change({ include: folder().include.includes(id) ? folder().include.filter((one) => one !== id) : [...folder().include, id] })
  return (
    <SettingsPage
      title={known()?.title ?? t('folders.new')} back="settings/folders"
      action={<Show when={known()}><button type="button" class="round danger" aria-label={t('common.delete')} onClick={remove}><Icon name="trash" /></button></Show>}
    >
      <form onSubmit={(event) => void save(event)}>
        <div class="pad"><TextField label={t('folders.name')} value={folder().title} set={(title) => change({ title })} max={12} /></div>
        <h3 class="section">{t('folders.chats')}</h3>
        <For each={kinds}>{(kind) => <Toggle label={t(`folders.${kind}`)} on={folder()[kind]} set={(on) => change({ [kind]: on })} />}</For>
        <Toggle label={t('folders.noMuted')} on={folder().noMuted} set={(noMuted) => change({ noMuted })} />
        <Toggle label={t('folders.noRead')} on={folder().noRead} set={(noRead) => change({ noRead })} />
        <h3 class="section">{t('folders.includes')}</h3>
        <PeopleList ids={chats()} chosen={folder().include} pick={toggle} />
        <div class="pad"><button type="submit" class="primary" disabled={!folder().title.trim()}>{t('common.save')}</button></div>
      </form>
    </SettingsPage>
  )
}

function Choice<T extends string>(props: { name: string; options: readonly (readonly [T, string])[]; value: T; set: (value: T) => void }) {
  return (
    <div role="radiogroup" aria-label={props.name}>
      <For each={props.options as [T, string][]}>
        {([value, text]) => (
          <label class="line toggle">
            <span lang={props.name === t('settings.language') ? value : undefined}>{text}</span>
            <input type="radio" name={props.name} checked={props.value === value} onChange={() => props.set(value)} />
          </label>
        )}
      </For>
    </div>
  )
}

function LanguagePage() {
  return (
    <SettingsPage title={t('settings.language')} back="settings">
      <Choice name={t('settings.language')} options={[['en', 'English'], ['id', 'Bahasa Indonesia']]} value={language()} set={(next) => void setLanguage(next)} />
    </SettingsPage>
  )
}

function Appearance() {
  return (
    <SettingsPage title={t('settings.appearance')} back="settings">
      <Choice
        name={t('settings.appearance')} value={preferences().theme} set={(theme) => prefer({ theme })}
        options={[['system', t('settings.system')], ['light', t('settings.light')], ['dark', t('settings.dark')]]}
      />
      <label class="line choice">
        <span>{t('settings.textSize')}</span>
        <input type="range" min="13" max="22" value={preferences().textSize} onInput={(event) => prefer({ textSize: Number(event.currentTarget.value) })} />
      </label>
      <Toggle label={t('settings.sendWithEnter')} on={preferences().enterSends} set={(enterSends) => prefer({ enterSends })} />
    </SettingsPage>
  )
}

