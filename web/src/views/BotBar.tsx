/** What a bot puts around the field: its keyboard, its commands, and what it offers to send. */
import { createEffect, createMemo, createResource, createSignal, For, lazy, Match, on, onCleanup, Show, Suspense, Switch } from 'solid-js'
import type { BotButton, BotInfo, InlineResult } from '../model/model'
import { attempt } from '../state/attempt'
import { fileUrl } from '../state/fileUrl'
import { link } from '../state/link'
import { pressReplyButton } from '../state/pressReplyButton'
import { replyKeyboard } from '../state/replyKeyboard'
import { sendText } from '../state/sendText'
import { state } from '../state/store'
import { inlineQuery } from '../text/inlineQuery'
import { t } from '../text/text'
import { openModal, Question } from './Overlay'

const MiniApp = lazy(() => import('./MiniApp'))
const NewPoll = lazy(() => import('./NewPoll'))

/** How long nothing is typed before a bot is asked. */
const PAUSE_MS = 350

export default function BotBar(props: { chat: number; text: string; setText: (text: string) => void; reply: number | undefined; keyboard: boolean }) {
  const isBot = () => state.peers[props.chat]?.bot
  const [info] = createResource(() => (isBot() ? props.chat : undefined), async (bot): Promise<BotInfo | undefined> => (await link()).getBotInfo(bot).catch(() => undefined))
  const commands = createMemo(() => {
    const typed = /^\/(\w*)$/.exec(props.text)?.[1]
    return typed === undefined ? [] : (info.latest?.commands ?? []).filter(({ command }) => command.startsWith(typed.toLowerCase()))
  })
  const [offered, setOffered] = createSignal<InlineResult[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  createEffect(on(() => props.text, (text) => {
    clearTimeout(timer)
    const wanted = inlineQuery(text)
    const mine = ++asked
    if (!wanted) {
      setOffered([])
      return
    }
    timer = setTimeout(async () => {
      const found = await (async () => {
        const protocol = await link()
        const bot = await protocol.resolveUsername(wanted.bot)
        return bot.bot ? protocol.getInlineResults(bot.id, props.chat, wanted.query) : []
      })().catch(() => [])
      if (mine === asked) setOffered(found)
    }, PAUSE_MS)
  }))
  onCleanup(() => clearTimeout(timer))
  async function send(result: InlineResult) {
    const { text } = props
    props.setText('')
    const done = await attempt(async () => (await link()).sendInlineResult(props.chat, result, props.reply))
    if (!done && !props.text) props.setText(text)
  }
  function press(button: BotButton) {
    if (button.kind === 'phone') openModal(() => <Question title={t('bot.phoneTitle')} text={t('bot.phoneText')} answer={t('bot.phoneShare')} run={() => void attempt(() => pressReplyButton(props.chat, button))} />)
    else if (button.kind === 'poll') openModal(() => <Suspense><NewPoll chat={props.chat} /></Suspense>)
    else if (button.kind === 'app') openModal(() => <Suspense><MiniApp chat={props.chat} bot={props.chat} url={button.url} text={button.text} by="keyboard" /></Suspense>, true)
    else void attempt(() => pressReplyButton(props.chat, button))
  }
  const openApp = (app: { text: string; url: string }) => openModal(() => <Suspense><MiniApp chat={props.chat} bot={props.chat} url={app.url} text={app.text} by="menu" /></Suspense>, true)
  return (
    <>
      <Switch>
        <Match when={offered().length}>
          <ul class="bot-offers" aria-label={t('bot.offers')}>
            <For each={offered()}>
              {(one) => (
                <li>
                  <button type="button" onClick={() => void send(one)}>
                    <Show when={one.photo}>{(photo) => <Picture file={photo()} />}</Show>
                    <span><b>{one.title}</b><small>{one.text}</small></span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Match>
        <Match when={commands().length}>
          <ul class="bot-offers" aria-label={t('bot.commands')}>
            <For each={commands()}>
              {({ command, description }) => (
                <li>
                  <button type="button" onClick={() => { props.setText(''); sendText(props.chat, `/${command}`, { plain: true }) }}>
                    <span><b>/{command}</b><small>{description}</small></span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Match>
      </Switch>
      <Show when={!props.text && info.latest?.app}>{(app) => <button type="button" class="bot-app" onClick={() => openApp(app())}>{app().text}</button>}</Show>
      <Show when={props.keyboard && replyKeyboard(props.chat)}>
        {(shown) => (
          <div class="reply-keyboard" role="group" aria-label={t('bot.keyboard')}>
            <For each={shown().keyboard.rows}>
              {(row) => <div><For each={row}>{(button) => <button type="button" onClick={() => press(button)}>{button.text}</button>}</For></div>}
            </For>
          </div>
        )}
      </Show>
    </>
  )
}

function Picture(props: { file: NonNullable<InlineResult['photo']> }) {
  const [url] = createResource(() => props.file, (file) => fileUrl(file).catch(() => undefined))
  return <Show when={url()}>{(address) => <img src={address()} alt="" />}</Show>
}
