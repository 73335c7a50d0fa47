/**
 * A bot's mini app, in a frame that can do nothing with this page but speak with it in the words that such apps know.
 * What it may ask for is answered; what it wants to open is asked about first.
 */
import { createResource, createSignal, onCleanup, onMount, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { explain } from '../state/explain'
import { followLink } from '../state/followLink'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { linkUrl } from '../text/linkUrl'
import { t } from '../text/text'
import { Icon } from './Icon'
import { closeModal } from './Overlay'

interface Told {
  eventType?: string
  eventData?: Record<string, unknown>
}

/** The colours of the page, by the names that mini apps know. */
function theme(): Record<string, string> {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  return {
    bg_color: colour('--paper'), secondary_bg_color: colour('--paper-2'), text_color: colour('--ink'), hint_color: colour('--ink-2'), link_color: colour('--link'),
    button_color: colour('--accent'), button_text_color: colour('--accent-text'), destructive_text_color: colour('--danger'), header_bg_color: colour('--paper'),
  }
}

export default function MiniApp(props: { chat: number; bot: number; url: string; text: string; by: 'button' | 'keyboard' | 'menu' }) {
  let frame: HTMLIFrameElement | undefined
  const [wrong, setWrong] = createSignal('')
  const [main, setMain] = createSignal<{ text: string; on: boolean }>()
  const [back, setBack] = createSignal(false)
  const [leaving, setLeaving] = createSignal<string>()
  const [app] = createResource(async () => {
    try {
      const { url } = await (await link()).openMiniApp({ chat: props.chat, bot: props.bot, url: props.url, by: props.by }, theme())
      const known = new URL(url)
      // Within this page's own origin the frame would be no wall.
      if (known.protocol !== 'https:' || known.origin === location.origin) {
        setWrong(t('bot.appBad'))
        return undefined
      }
      return known
    } catch (error) {
      setWrong(explain(error))
      return undefined
    }
  })
  const tell = (eventType: string, eventData: unknown = null) => {
    const to = app.latest?.origin
    if (to) frame?.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), to)
  }
  function onMessage(event: MessageEvent) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== app.latest?.origin) return
    let told: Told
    try {
      told = (typeof event.data === 'string' ? JSON.parse(event.data) : event.data) as Told
    } catch {
      return
    }
    const data = told.eventData ?? {}
    switch (told.eventType) {
      case 'web_app_request_theme':
        tell('theme_changed', { theme_params: theme() })
        break
      case 'web_app_request_viewport':
        tell('viewport_changed', { height: frame.clientHeight, width: frame.clientWidth, is_expanded: true, is_state_stable: true })
        break
      case 'web_app_setup_main_button':
        setMain(data.is_visible ? { text: String(data.text ?? ''), on: data.is_active !== false } : undefined)
        break
      case 'web_app_setup_back_button':
        setBack(Boolean(data.is_visible))
        break
      case 'web_app_open_link':
        setLeaving(linkUrl(String(data.url ?? '')))
        break
      case 'web_app_open_tg_link':
        if (followLink(`https://t.me${String(data.path_full ?? '')}`)) closeModal()
        break
      case 'web_app_data_send':
        if (props.by === 'keyboard') {
          void attempt(async () => (await link()).sendMiniAppData(props.bot, props.text, String(data.data ?? '')))
          closeModal()
        }
        break
      case 'web_app_close':
        closeModal()
        break
    }
  }
  onMount(() => addEventListener('message', onMessage))
  onCleanup(() => removeEventListener('message', onMessage))
  return (
    <div class="mini-app">
      <header>
        <Show when={back()}><button type="button" class="round small" aria-label={t('common.back')} onClick={() => tell('back_button_pressed')}><Icon name="back" /></button></Show>
        <h2 id="modal-title">{peerName(props.bot)}</h2>
        <button type="button" class="round small" aria-label={t('common.close')} onClick={closeModal}><Icon name="close" /></button>
      </header>
      <Show when={app.latest} fallback={<p class={wrong() ? 'wrong' : 'quiet'} role="status">{wrong() || t('common.loading')}</p>}>
        {(url) => <iframe ref={frame} src={url().href} title={peerName(props.bot)} sandbox="allow-scripts allow-same-origin allow-forms allow-modals" referrerpolicy="no-referrer" />}
      </Show>
      <Show when={leaving()}>
        {(url) => (
          <div class="mini-app-ask" role="alertdialog" aria-label={t('bot.openLink')}>
            <span>{t('bot.openLink')} {url()}</span>
            <button type="button" class="plain" onClick={() => setLeaving(undefined)}>{t('common.cancel')}</button>
            <button type="button" class="primary" onClick={() => { window.open(url(), '_blank', 'noopener,noreferrer'); setLeaving(undefined) }}>{t('bot.open')}</button>
          </div>
        )}
      </Show>
      <Show when={main()}>{(button) => <button type="button" class="primary" disabled={!button().on} onClick={() => tell('main_button_pressed')}>{button().text}</button>}</Show>
    </div>
  )
}
