/** The buttons below a bot's message. */
import { createSignal, For, lazy, Suspense } from 'solid-js'
import type { BotButton, Message } from '../model/model'
import { attempt } from '../state/attempt'
import { followLink } from '../state/followLink'
import { link } from '../state/link'
import { go } from '../state/go'
import { setState } from '../state/store'
import { toast } from '../state/toast'
import { linkUrl } from '../text/linkUrl'
import { t } from '../text/text'
import { closeModal, openModal, Question } from './Overlay'

const MiniApp = lazy(() => import('./MiniApp'))

export default function InlineKeyboard(props: { message: Message; rows: BotButton[][] }) {
  const bot = () => props.message.via ?? props.message.from ?? props.message.chat
  const [waiting, setWaiting] = createSignal('')
  async function press(data: string, password = '') {
    setWaiting(data)
    await attempt(async () => {
      const said = await (await link()).pressButton(props.message.chat, props.message.id, data, password)
      if (said.url) askUrl(said.url)
      else if (said.message && said.alert) openModal(() => <Said text={said.message} />)
      else if (said.message) toast(said.message)
    })
    setWaiting('')
  }
  async function run(button: BotButton) {
    switch (button.kind) {
      case 'callback':
        if (button.password) openModal(() => <AskPassword run={(password) => void press(button.data, password)} />)
        else await press(button.data)
        break
      case 'url':
        askUrl(button.url)
        break
      case 'copy':
        await navigator.clipboard.writeText(button.copy)
        toast(t('common.copied'))
        break
      case 'app':
        openModal(() => <Suspense><MiniApp chat={props.message.chat} bot={bot()} url={button.url} text={button.text} by="button" /></Suspense>, true)
        break
      case 'user':
        go({ chat: button.user })
        break
      case 'inline':
        setState('asking', { chat: props.message.chat, bot: bot(), query: button.query })
        break
      default:
        toast(t('bot.cannot'))
    }
  }
  return (
    <div class="inline-keyboard">
      <For each={props.rows}>
        {(row) => (
          <div>
            <For each={row}>
              {(button) => (
                <button
                  type="button" aria-busy={button.kind === 'callback' && waiting() === button.data} disabled={button.kind === 'callback' && waiting() === button.data}
                  onClick={(event) => { event.stopPropagation(); void run(button) }}
                >
                  {button.text}
                </button>
              )}
            </For>
          </div>
        )}
      </For>
    </div>
  )
}

/** A link of a bot shows where it leads before it is followed; one within this server needs no question. */
function askUrl(written: string): void {
  if (followLink(written)) return
  const url = linkUrl(written)
  if (url) openModal(() => <Question title={t('bot.openLink')} text={url} answer={t('bot.open')} run={() => window.open(url, '_blank', 'noopener,noreferrer')} />)
}

function Said(props: { text: string }) {
  return (
    <>
      <h2 id="modal-title">{t('bot.says')}</h2>
      <p class="about">{props.text}</p>
      <div class="modal-actions"><button type="button" class="primary" onClick={closeModal}>{t('common.ok')}</button></div>
    </>
  )
}

function AskPassword(props: { run: (password: string) => void }) {
  const [password, setPassword] = createSignal('')
  return (
    <form onSubmit={(event) => { event.preventDefault(); closeModal(); props.run(password()) }}>
      <h2 id="modal-title">{t('bot.password')}</h2>
      <div class="field">
        <label for="bot-password">{t('sign.password')}</label>
        <input id="bot-password" type="password" required autocomplete="current-password" value={password()} onInput={(event) => setPassword(event.currentTarget.value)} />
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('common.next')}</button>
      </div>
    </form>
  )
}
