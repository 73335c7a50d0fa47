/** Signing in and up: number, code, name, password, or a QR code. It can be used before the protocol has loaded. */
import { createSignal, type JSX, lazy, Match, onCleanup, Show, Suspense, Switch } from 'solid-js'
import { Trouble } from '../model/trouble'
import { accounts } from '../state/accounts'
import { slot } from '../state/slot'
import { switchAccount } from '../state/switchAccount'
import { enter } from '../state/enter'
import { explain } from '../state/explain'
import { link } from '../state/link'
import { language } from '../text/language'
import { setLanguage } from '../text/setLanguage'
import { t } from '../text/text'
import { Bird } from './Bird'

const SignInByQr = lazy(() => import('./SignInByQr'))

interface Sent {
  phone: string
  hash: string
  by: 'app' | 'sms' | 'mail' | 'other'
  address?: string
  length: number
  again: number
}

export function SignIn() {
  const [step, setStep] = createSignal<'phone' | 'code' | 'name' | 'password' | 'qr'>('phone')
  const [phone, setPhone] = createSignal('')
  const [sent, setSent] = createSignal<Sent>()
  const [hint, setHint] = createSignal('')
  const [code, setCode] = createSignal('')

  const others = () => accounts().filter((one) => one.slot !== slot())

  async function askCode() {
    const number = phone().replace(/[^\d+]/g, '')
    if (!/^\+?\d{6,15}$/.test(number)) throw new LocalTrouble(t('sign.phoneBad'))
    const protocol = await link()
    setSent({ phone: number, ...(await protocol.sendCode(number)) })
    setStep('code')
  }

  async function tryCode() {
    const waiting = sent()
    if (!waiting) return
    const protocol = await link()
    const outcome = await protocol.signIn(waiting.phone, waiting.hash, code().trim())
    if (outcome.kind === 'signUp') setStep('name')
    else if (outcome.kind === 'password') await askPassword()
    else await enter(outcome.me)
  }

  async function askPassword() {
    setHint(await (await link()).passwordHint())
    setStep('password')
  }

  return (
    <main class="sign">
      <div class="sign-card">
        <Bird />
        <Switch>
          <Match when={step() === 'phone'}>
            <Form title={t('sign.title')} said={t('app.tagline')} action={t('sign.next')} run={askCode}>
              <Field
                label={t('sign.phone')} hint={t('sign.phoneHint')} type="tel" autocomplete="tel" inputmode="tel"
                placeholder="+62 812 3456 7890" value={phone()} onInput={setPhone}
              />
            </Form>
            <button type="button" class="plain" onClick={() => setStep('qr')}>{t('sign.byQr')}</button>
          </Match>
          <Match when={step() === 'code' && sent()}>
            {(waiting) => (
              <>
                <Form title={t('sign.codeTitle')} said={codeSaid(waiting())} action={t('sign.next')} run={tryCode}>
                  <Field
                    label={t('sign.code')} autocomplete="one-time-code" inputmode="numeric" class="code" value={code()}
                    onInput={(text) => {
                      setCode(text)
                    }}
                  />
                </Form>
                <Resend sent={waiting()} done={(next) => setSent({ ...waiting(), ...next })} />
                <button type="button" class="plain" onClick={() => { setCode(''); setStep('phone') }}>{t('sign.otherNumber')}</button>
              </>
            )}
          </Match>
          <Match when={step() === 'name' && sent()}>
            {(waiting) => <NameForm sent={waiting()} />}
          </Match>
          <Match when={step() === 'password'}>
            <PasswordForm hint={hint()} />
          </Match>
          <Match when={step() === 'qr'}>
            <Suspense fallback={<p class="quiet">{t('common.loading')}</p>}>
              <SignInByQr password={() => void askPassword()} />
            </Suspense>
            <button type="button" class="plain" onClick={() => setStep('phone')}>{t('sign.byPhone')}</button>
          </Match>
        </Switch>
        <Show when={others()[0]}>{(other) => <button type="button" class="plain" onClick={() => switchAccount(other().slot)}>{t('accounts.back', { name: other().name })}</button>}</Show>
      </div>
      <footer class="sign-foot">
        <a href="/connect">{t('sign.howOther')}</a>
        <button type="button" class="plain" lang={language() === 'en' ? 'id' : 'en'} onClick={() => void setLanguage(language() === 'en' ? 'id' : 'en')}>
          {language() === 'en' ? 'Bahasa Indonesia' : 'English'}
        </button>
      </footer>
    </main>
  )
}

function codeSaid(sent: Sent): string {
  if (sent.by === 'app') return t('sign.codeApp')
  if (sent.by === 'mail') return t('sign.codeMail', { address: sent.address ?? '' })
  if (sent.by === 'sms') return t('sign.codeSms', { phone: sent.phone })
  return t('sign.codeOther', { phone: sent.phone })
}

function NameForm(props: { sent: Sent }) {
  const [first, setFirst] = createSignal('')
  const [last, setLast] = createSignal('')
  async function run() {
    if (!first().trim()) throw new Trouble('badName')
    const protocol = await link()
    await enter(await protocol.signUp(props.sent.phone, props.sent.hash, first().trim(), last().trim()))
  }
  return (
    <Form title={t('sign.nameTitle')} said={t('sign.nameHint')} action={t('sign.start')} run={run}>
      <Field label={t('sign.firstName')} autocomplete="given-name" value={first()} onInput={setFirst} />
      <Field label={t('sign.lastName')} autocomplete="family-name" value={last()} onInput={setLast} second />
    </Form>
  )
}

function PasswordForm(props: { hint: string }) {
  const [password, setPassword] = createSignal('')
  const [address, setAddress] = createSignal<string>()
  const [said, setSaid] = createSignal('')
  async function run() {
    const protocol = await link()
    await enter(await protocol.checkPassword(password()))
  }
  async function forgot() {
    setSaid('')
    try {
      setAddress(await (await link()).requestRecovery())
    } catch (error) {
      setSaid(explain(error))
    }
  }
  const about = () => (props.hint ? t('sign.passwordHint', { hint: props.hint }) : t('sign.passwordNoHint'))
  return (
    <Show when={address()} fallback={
      <>
        <Form title={t('sign.passwordTitle')} said={about()} action={t('sign.next')} run={run}>
          <Field label={t('sign.password')} type="password" autocomplete="current-password" value={password()} onInput={setPassword} />
        </Form>
        <button type="button" class="plain" onClick={() => void forgot()}>{t('sign.forgot')}</button>
        <Show when={said()}><p class="wrong" role="alert">{said()}</p></Show>
      </>
    }>
      {(where) => <RecoverForm address={where()} />}
    </Show>
  )
}

function RecoverForm(props: { address: string }) {
  const [code, setCode] = createSignal('')
  const [password, setPassword] = createSignal('')
  async function run() {
    await enter(await (await link()).recoverPassword(code().trim(), password()))
  }
  return (
    <Form title={t('sign.forgot')} said={t('sign.codeMail', { address: props.address })} action={t('sign.next')} run={run}>
      <Field label={t('sign.code')} inputmode="numeric" autocomplete="one-time-code" class="code" value={code()} onInput={setCode} />
      <Field label={t('sign.newPassword')} type="password" autocomplete="new-password" value={password()} onInput={setPassword} second />
    </Form>
  )
}

function Resend(props: { sent: Sent; done: (next: Omit<Sent, 'phone'>) => void }) {
  const [left, setLeft] = createSignal(Math.min(props.sent.again, 60))
  const [said, setSaid] = createSignal('')
  const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000)
  onCleanup(() => clearInterval(timer))
  async function run() {
    try {
      props.done(await (await link()).resendCode(props.sent.phone, props.sent.hash))
      setLeft(30)
      setSaid('')
    } catch (error) {
      setSaid(explain(error))
    }
  }
  return (
    <>
      <button type="button" class="plain" disabled={left() > 0} onClick={() => void run()}>
        {left() > 0 ? t('sign.resendIn', { seconds: left() }) : t('sign.resend')}
      </button>
      <Show when={said()}><p class="wrong" role="alert">{said()}</p></Show>
    </>
  )
}

/** Wrong before it was sent anywhere. */
class LocalTrouble extends Error {}

function Form(props: { title: string; said: string; action: string; run: () => Promise<void>; children: JSX.Element }) {
  const [busy, setBusy] = createSignal(false)
  const [wrong, setWrong] = createSignal('')
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    if (busy()) return
    setBusy(true)
    setWrong('')
    try {
      await props.run()
    } catch (error) {
      setWrong(error instanceof LocalTrouble ? error.message : explain(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{props.title}</h1>
      <p class="quiet">{props.said}</p>
      {props.children}
      <p class="wrong" role="alert">{wrong()}</p>
      <button type="submit" class="primary" aria-busy={busy()} classList={{ busy: busy() }}>{props.action}</button>
    </form>
  )
}

function Field(props: {
  label: string
  value: string
  onInput: (text: string) => void
  hint?: string
  type?: string
  class?: string
  placeholder?: string
  autocomplete?: string
  inputmode?: 'tel' | 'numeric' | 'text'
  second?: boolean
}) {
  const id = `field-${props.label.replace(/\W+/g, '-')}`
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id} type={props.type ?? 'text'} class={props.class} value={props.value} placeholder={props.placeholder}
        autocomplete={props.autocomplete as 'on'} inputmode={props.inputmode} required={!props.second}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        ref={(input) => !props.second && queueMicrotask(() => input.focus())}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.hint}><small id={`${id}-hint`}>{props.hint}</small></Show>
    </div>
  )
}
