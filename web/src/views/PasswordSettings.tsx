/** The two-step password: set, changed, removed; and the mail address that helps when it is forgotten. */
import { createResource, createSignal, Match, Show, Switch } from 'solid-js'
import { Trouble } from '../model/trouble'
import { attempt } from '../state/attempt'
import { explain } from '../state/explain'
import { link } from '../state/link'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { TextField } from './NewChat'
import { SettingsPage } from './SettingsPage'

export function PasswordSettings() {
  const [info, { refetch }] = createResource(async () => (await link()).getPasswordInfo().catch(() => undefined))
  const [changing, setChanging] = createSignal(false)
  const [removing, setRemoving] = createSignal(false)
  const done = async () => {
    setChanging(false)
    setRemoving(false)
    await refetch()
  }
  return (
    <SettingsPage title={t('password.title')} back="settings/privacy">
      <Switch fallback={<p class="quiet pad">{t(info.loading ? 'common.loading' : 'error.notServed')}</p>}>
        <Match when={info.latest?.unconfirmed}>{(address) => <Confirm address={address()} done={() => void done()} />}</Match>
        <Match when={info.latest && (!info.latest.has || changing())}>
          <Change has={info.latest?.has ?? false} hint={info.latest?.hint ?? ''} done={() => void done()} />
        </Match>
        <Match when={removing()}><Remove done={() => void done()} /></Match>
        <Match when={info.latest?.has}>
          <p class="quiet pad">{t(info.latest?.hasMail ? 'password.isSetMail' : 'password.isSet')}</p>
          <button type="button" class="line" onClick={() => setChanging(true)}>{t('password.change')}</button>
          <button type="button" class="line danger" onClick={() => setRemoving(true)}>{t('password.remove')}</button>
        </Match>
      </Switch>
    </SettingsPage>
  )
}

/** Runs a change; a code that went by mail is no failure. */
async function run(work: () => Promise<unknown>, said: string): Promise<boolean> {
  return attempt(async () => {
    try {
      await work()
      toast(said)
    } catch (error) {
      if (!(error instanceof Trouble && error.reason === 'mailCode')) throw error
      toast(explain(error))
    }
  })
}

function Change(props: { has: boolean; hint: string; done: () => void }) {
  const [current, setCurrent] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [again, setAgain] = createSignal('')
  const [hint, setHint] = createSignal(props.hint)
  const [mail, setMail] = createSignal('')
  const [wrong, setWrong] = createSignal('')
  const [busy, setBusy] = createSignal(false)
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setWrong(password() !== again() ? t('password.differ') : password() === hint().trim() ? t('password.hintTells') : '')
    if (wrong()) return
    setBusy(true)
    const done = await run(async () => (await link()).setPassword({ current: current(), password: password(), hint: hint().trim(), mail: mail().trim() }), t('password.saved'))
    setBusy(false)
    if (done) props.done()
  }
  return (
    <form class="pad" onSubmit={(event) => void submit(event)}>
      <p class="quiet">{t('password.about')}</p>
      <Show when={props.has}><TextField label={t('password.current')} type="password" value={current()} set={setCurrent} focus /></Show>
      <TextField label={t('password.new')} type="password" value={password()} set={setPassword} focus={!props.has} />
      <TextField label={t('password.again')} type="password" value={again()} set={setAgain} />
      <TextField label={t('password.hint')} value={hint()} set={setHint} optional />
      <TextField label={t('password.mail')} type="email" value={mail()} set={setMail} optional hint={t('password.mailHint')} />
      <p class="wrong" role="alert">{wrong()}</p>
      <button type="submit" class="primary" disabled={busy()}>{t('common.save')}</button>
    </form>
  )
}

function Remove(props: { done: () => void }) {
  const [current, setCurrent] = createSignal('')
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (await run(async () => (await link()).setPassword({ current: current(), password: '', hint: '', mail: '' }), t('password.removed'))) props.done()
  }
  return (
    <form class="pad" onSubmit={(event) => void submit(event)}>
      <p class="quiet">{t('password.removeText')}</p>
      <TextField label={t('password.current')} type="password" value={current()} set={setCurrent} focus />
      <button type="submit" class="primary danger">{t('password.remove')}</button>
    </form>
  )
}

function Confirm(props: { address: string; done: () => void }) {
  const [code, setCode] = createSignal('')
  async function answer(code: string) {
    if (await attempt(async () => (await link()).confirmPasswordMail(code))) props.done()
  }
  return (
    <form class="pad" onSubmit={(event) => { event.preventDefault(); void answer(code().trim()) }}>
      <p class="quiet">{t('password.confirmText', { address: props.address })}</p>
      <TextField label={t('sign.code')} value={code()} set={setCode} focus />
      <button type="submit" class="primary">{t('common.next')}</button>
      <button type="button" class="plain" onClick={() => void answer('')}>{t('password.noMail')}</button>
    </form>
  )
}
