/** The whole page, by what state one is in. */
import { lazy, Match, Suspense, Switch } from 'solid-js'
import { forget } from '../state/forget'
import { state } from '../state/store'
import { t } from '../text/text'
import { Bird } from './Bird'
import { SignIn } from './SignIn'
import { Toasts } from './Toasts'

const Main = lazy(() => import('./Main'))

export function App() {
  return (
    <>
      <Switch fallback={<Splash />}>
        <Match when={state.phase === 'needsHttps'}>
          <Notice text={t('needsHttps')} />
        </Match>
        <Match when={state.phase === 'keyChanged'}>
          <Notice text={t('conn.keyChanged')}>
            <button type="button" class="plain danger" onClick={() => void forget()}>
              {t('conn.keyChangedForget')}
            </button>
          </Notice>
        </Match>
        <Match when={state.phase === 'signedOut'}>
          <SignIn />
        </Match>
        <Match when={state.phase === 'signedIn'}>
          <Suspense fallback={<Splash />}>
            <Main />
          </Suspense>
        </Match>
      </Switch>
      <Toasts />
    </>
  )
}

function Splash() {
  return (
    <main class="splash" aria-busy="true">
      <h1 class="hidden">{t('app.name')}</h1>
      <Bird />
    </main>
  )
}

function Notice(props: { text: string; children?: import('solid-js').JSX.Element }) {
  return (
    <main class="sign">
      <div class="sign-card">
        <Bird />
        <h1>{t('app.name')}</h1>
        <p role="alert">{props.text}</p>
        {props.children}
        <p><a href="/connect">{t('sign.howOther')}</a></p>
      </div>
    </main>
  )
}
