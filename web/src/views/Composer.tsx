/** The field to write in, with what is answered or edited above it. */
import { createEffect, createMemo, createSignal, lazy, on, onCleanup, onMount, Show, Suspense } from 'solid-js'
import type { Placed, Sticker } from '../model/model'
import { attempt } from '../state/attempt'
import { isLocal } from '../state/isLocal'
import { link } from '../state/link'
import { editMessage } from '../state/editMessage'
import { setEditing } from '../state/setEditing'
import { setReplying } from '../state/setReplying'
import { personName } from '../state/personName'
import { preferences } from '../state/preferences'
import { preview } from '../state/preview'
import { replyKeyboard } from '../state/replyKeyboard'
import { go } from '../state/go'
import { saveDraft } from '../state/saveDraft'
import { type SendOptions, sendText } from '../state/sendText'
import { sendSticker } from '../state/sendSticker'
import { setState, state } from '../state/store'
import { messageAt } from '../state/messageAt'
import { THREAD } from '../state/thread'
import { placedFromMarkup } from '../text/placedFromMarkup'
import { placedMoved } from '../text/placedMoved'
import { placedToMarkup } from '../text/placedToMarkup'
import { inlineQuery } from '../text/inlineQuery'
import { loneEmoji } from '../text/loneEmoji'
import { parseMarkup } from '../text/parseMarkup'
import { toMarkup } from '../text/toMarkup'
import { t } from '../text/text'
import { FormattedText } from './FormattedText'
import { Icon } from './Icon'
import { type MenuItem, openMenu, openModal } from './Overlay'

const EmojiPicker = lazy(() => import('./EmojiPicker'))
const NewPoll = lazy(() => import('./NewPoll'))
const SendLater = lazy(() => import('./SendLater'))
const SendFiles = lazy(() => import('./SendFiles'))
const StickerOffers = lazy(() => import('./StickerOffers'))
const BotBar = lazy(() => import('./BotBar'))
const MentionOffers = lazy(() => import('./MentionOffers'))
const FormatBar = lazy(() => import('./FormatBar'))
const VoiceBar = lazy(() => import('./VoiceBar'))

/** `thread` is the first message of the thread that it writes to; that keeps no draft. */
export function Composer(props: { chat: number; thread?: number | undefined }) {
  let field: HTMLTextAreaElement | undefined
  /** Takes a key while members are offered; says whether it did. */
  let offers: ((event: KeyboardEvent) => boolean) | undefined
  const [text, setPlain] = createSignal((!props.thread && state.dialogs[props.chat]?.draft?.text) || '')
  /** The custom emoji among it, and people without a username. A field shows no pictures: plain ones stand there, and above it is how it will look. */
  const [placed, setPlaced] = createSignal<Placed[]>([])
  function setText(value: string) {
    setPlaced(placedMoved(placed(), text(), value))
    setPlain(value)
  }
  const looks = createMemo(() => (placed().some((one) => one.of.startsWith('emoji')) ? parseMarkup(placedToMarkup(text(), placed())) : undefined))
  const [emoji, setEmoji] = createSignal(false)
  const peer = () => state.peers[props.chat]
  const replying = () => messageAt(props.chat, state.replying[props.chat] ?? 0)
  const editing = () => messageAt(props.chat, state.editing[props.chat] ?? 0)
  const draftReply = state.dialogs[props.chat]?.draft?.reply
  if (draftReply && !props.thread && !state.replying[props.chat]) setReplying(props.chat, draftReply)

  const mayJoin = () => Boolean(peer()?.left && !props.thread && peer()?.kind !== 'group' && peer()?.kind !== 'user')
  const closed = createMemo(() => {
    const known = peer()
    if (!known) return ''
    if (known.service) return t('chat.service')
    if (known.kind === 'user') return known.deleted ? t('chat.forbidden') : state.blocked[known.id] ? t('chat.blockedHint') : ''
    // Whoever reads a channel may comment on it without being in its group.
    if (known.left && !props.thread) return t('chat.notMember')
    if (known.rights && !known.rights.send) return known.kind === 'channel' ? t('chat.onlyAdmins') : t('chat.forbidden')
    return ''
  })
  // One's own draft of another device appears while nothing is written here.
  createEffect(on(() => state.dialogs[props.chat]?.draft?.text, (draft, before) => {
    if (!props.thread && document.activeElement !== field && text() === (before ?? '')) setText(draft ?? '')
  }, { defer: true }))
  createEffect(on(editing, (message) => {
    if (!message) return
    const { text, placed } = placedFromMarkup(toMarkup(message.text, message.entities))
    setText(text)
    setPlaced(placed)
    field?.focus()
  }))
  createEffect(on(replying, (message) => message && field?.focus()))
  createEffect(on(text, () => {
    if (!field) return
    field.style.height = '0'
    field.style.height = `${Math.min(field.scrollHeight, Math.max(120, innerHeight * 0.35))}px`
  }))

  let draftTimer: ReturnType<typeof setTimeout> | undefined
  const keepDraft = () => {
    clearTimeout(draftTimer)
    if (!props.thread && !state.editing[props.chat] && !closed()) void saveDraft(props.chat, text(), state.replying[props.chat])
  }
  const { chat, thread } = props
  onCleanup(() => {
    clearTimeout(draftTimer)
    if (!thread && !state.editing[chat] && !closed()) void saveDraft(chat, text(), state.replying[chat])
    if (state.editing[chat]) setEditing(chat, undefined)
  })

  let typed = 0
  function onInput(value: string) {
    setText(value)
    clearTimeout(draftTimer)
    draftTimer = setTimeout(keepDraft, 2000)
    if (value && Date.now() - typed > 4000 && props.chat !== state.me && !state.editing[props.chat]) {
      typed = Date.now()
      void link().then((protocol) => protocol.setTyping(props.chat, 'typing')).catch(() => {})
    }
  }

  async function send(options: SendOptions = {}) {
    const written = placedToMarkup(text(), placed())
    const edited = editing()
    if (edited) {
      if (!written.trim() && !edited.media) return
      const done = await attempt(() => editMessage(edited, written))
      if (done) stopEditing()
      return
    }
    if (!written.trim()) return
    clearTimeout(draftTimer)
    const reply = state.replying[props.chat]
    setText('')
    setReplying(props.chat, undefined)
    typed = 0
    sendText(props.chat, written, { ...options, ...(reply ? { reply } : {}), ...(props.thread ? { thread: props.thread } : {}) })
    if (!props.thread) void saveDraft(props.chat, '')
    field?.focus()
  }
  function stopEditing() {
    setEditing(props.chat, undefined)
    setText((!props.thread && state.dialogs[props.chat]?.draft?.text) || '')
    field?.focus()
  }
  function onKey(event: KeyboardEvent) {
    if (event.isComposing) return
    if (naming() && offers?.(event)) return
    const wanted = preferences().enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && wanted) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape' && (editing() || replying() || emoji())) {
      event.preventDefault()
      if (emoji()) setEmoji(false)
      else if (editing()) stopEditing()
      else setReplying(props.chat, undefined)
    } else if (event.key === 'ArrowUp' && !text() && !editing()) {
      const history = state.histories[props.thread ? THREAD : props.chat]
      const own = history?.ids.findLast((id) => !isLocal(id) && history.messages[id]?.out && history.messages[id]?.text && !history.messages[id]?.action)
      if (own) {
        event.preventDefault()
        setEditing(props.chat, own)
      }
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const mark = { b: '**', i: '__', e: '`' }[event.key.toLowerCase()]
      if (mark) {
        event.preventDefault()
        wrap(mark)
      }
    }
  }
  function wrap(mark: string) {
    if (!field) return
    const { selectionStart: from, selectionEnd: to, value } = field
    // One after the other, so that what stands between keeps what it is.
    setText(`${value.slice(0, to)}${mark}${value.slice(to)}`)
    setText(`${value.slice(0, from)}${mark}${value.slice(from, to)}${mark}${value.slice(to)}`)
    field.setSelectionRange(from + mark.length, to + mark.length)
  }
  function insert(what: string) {
    if (!field) return
    const { selectionStart: from, selectionEnd: to, value } = field
    onInput(value.slice(0, from) + what + value.slice(to))
    field.setSelectionRange(from + what.length, from + what.length)
  }
  function insertCustom(one: Sticker) {
    const offset = field?.selectionStart ?? text().length
    const shown = one.media.emoji || '🙂'
    insert(shown)
    setPlaced([...placed(), { offset, text: shown, of: `emoji?id=${one.id}` }])
  }
  /** The beginning of a name that is being written before the caret, after an `@`. */
  const [naming, setNaming] = createSignal<{ from: number; query: string }>()
  function lookForName() {
    const caret = field?.selectionStart ?? 0
    const found = isGroup() && field?.selectionEnd === caret ? /(?:^|[\s(])@([\p{L}\p{N}_]*)$/u.exec(text().slice(0, caret)) : null
    setNaming(found ? { from: caret - (found[1] as string).length - 1, query: found[1] as string } : undefined)
  }
  function name(id: number) {
    const at = naming()
    if (!at || !field) return
    const end = at.from + 1 + at.query.length
    const { username, firstName, name } = state.peers[id] ?? {}
    const shown = username ? `@${username}` : (firstName ?? name ?? '')
    onInput(`${text().slice(0, at.from)}${shown} ${text().slice(end)}`)
    if (!username) setPlaced([...placed(), { offset: at.from, text: shown, of: `user?id=${id}` }])
    setNaming(undefined)
    field.focus()
    field.setSelectionRange(at.from + shown.length + 1, at.from + shown.length + 1)
  }
  const [choosing, setChoosing] = createSignal(false)
  // The field itself tells nothing of what is chosen in it in all browsers; the page does.
  onMount(() => {
    const look = () => setChoosing(document.activeElement === field && field !== undefined && field.selectionStart !== field.selectionEnd)
    document.addEventListener('selectionchange', look)
    onCleanup(() => document.removeEventListener('selectionchange', look))
  })
  const isGroup = () => peer()?.kind === 'group' || peer()?.kind === 'supergroup'
  let chooser: HTMLInputElement | undefined
  const [recording, setRecording] = createSignal(false)
  const mayFiles = () => state.served.files && (peer()?.kind === 'user' || peer()?.rights?.media)
  function offer(list: FileList | null | undefined) {
    const files = [...(list ?? [])]
    if (!files.length || !mayFiles() || editing()) return
    openModal(() => (
      <Suspense>
        <SendFiles chat={props.chat} files={files} caption={text()} reply={state.replying[props.chat]} thread={props.thread} sent={() => { setText(''); setReplying(props.chat, undefined); if (!props.thread) void saveDraft(props.chat, '') }} />
      </Suspense>
    ))
  }
  const [over, setOver] = createSignal(false)
  onMount(() => {
    const ground = field?.closest('.chat')
    const carries = (event: DragEvent) => mayFiles() && event.dataTransfer?.types.includes('Files')
    const onOver = (event: Event) => {
      if (!carries(event as DragEvent)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: Event) => {
      if (!ground?.contains((event as DragEvent).relatedTarget as Node | null)) setOver(false)
    }
    const onDrop = (event: Event) => {
      setOver(false)
      if (!carries(event as DragEvent)) return
      event.preventDefault()
      offer((event as DragEvent).dataTransfer?.files)
    }
    ground?.addEventListener('dragover', onOver)
    ground?.addEventListener('dragleave', onLeave)
    ground?.addEventListener('drop', onDrop)
    onCleanup(() => {
      ground?.removeEventListener('dragover', onOver)
      ground?.removeEventListener('dragleave', onLeave)
      ground?.removeEventListener('drop', onDrop)
    })
  })
  const attach = (): MenuItem[] => [
    ...(mayFiles() ? [{ icon: 'file' as const, text: t('compose.attachFile'), run: () => chooser?.click() }] : []),
    ...(mayPoll() ? [{ icon: 'poll' as const, text: t('compose.attachPoll'), run: () => openModal(() => <Suspense><NewPoll chat={props.chat} thread={props.thread} /></Suspense>) }] : []),
  ]
  const ways = (): MenuItem[] => [
    { icon: 'silent', text: t('compose.silent'), run: () => void send({ silent: true }) },
    ...(props.thread ? [] : [{ icon: 'clock' as const, text: t('compose.schedule'), run: () => openModal(() => <Suspense><SendLater send={(at) => void send({ at })} /></Suspense>) }]),
  ]
  const mayStickers = () => state.served.stickers && !editing() && (peer()?.kind === 'user' || peer()?.rights?.media)
  function sticker(one: Sticker) {
    setEmoji(false)
    void sendSticker(props.chat, one, { reply: state.replying[props.chat], thread: props.thread })
    setReplying(props.chat, undefined)
  }
  const [keyboard, setKeyboard] = createSignal(true)
  const mayStart = () => Boolean(peer()?.bot && state.histories[props.chat]?.start && !state.histories[props.chat]?.ids.length)
  // A bot is asked in the field after a button of it.
  createEffect(() => {
    const { asking } = state
    if (asking?.chat !== props.chat) return
    setState('asking', undefined)
    const name = state.peers[asking.bot]?.username
    if (name) setText(`@${name} ${asking.query}`)
    field?.focus()
  })
  const mayPoll = () => !peer()?.self
  const mayRecord = () => mayFiles() && 'MediaRecorder' in window && Boolean(navigator.mediaDevices)
  return (
    <Show when={!closed()} fallback={
      <footer class="composer closed">
        <Show when={mayJoin()} fallback={<Show when={peer()?.movedTo} fallback={<p>{closed()}</p>}>{(chat) => <button type="button" class="primary" onClick={() => go({ chat: chat() })}>{t('chat.toSupergroup')}</button>}</Show>}>
          <button type="button" class="primary" onClick={() => void attempt(async () => (await link()).joinChannel(props.chat))}>{t('chat.join')}</button>
        </Show>
      </footer>
    }>
      <footer class="composer">
        <Show when={emoji()}>
          <Suspense><EmojiPicker pick={insert} close={() => setEmoji(false)} custom={state.served.stickers ? insertCustom : undefined} sticker={mayStickers() ? sticker : undefined} /></Suspense>
        </Show>
        <Show when={mayStickers() && !emoji() && !placed().length && loneEmoji(text())}>
          {(one) => <Suspense><StickerOffers emoji={one()} pick={(picked) => { setText(''); sticker(picked) }} /></Suspense>}
        </Show>
        <Show when={editing() ?? replying()}>
          {(message) => (
            <div class="composer-about">
              <Icon name={editing() ? 'pen' : 'reply'} />
              <div>
                <b>{editing() ? t('compose.editing') : t('compose.replying', { name: message().out ? t('common.you') : personName(message().from ?? message().chat) })}</b>
                <span>{preview(message())}</span>
              </div>
              <button type="button" class="round small" aria-label={t(editing() ? 'compose.cancelEdit' : 'compose.cancelReply')} onClick={() => (editing() ? stopEditing() : setReplying(props.chat, undefined))}><Icon name="close" /></button>
            </div>
          )}
        </Show>
        <Show when={choosing()}><Suspense><FormatBar wrap={wrap} /></Suspense></Show>
        <Show when={naming()}>{(at) => <Suspense><MentionOffers chat={props.chat} query={at().query} pick={name} keys={(take) => { offers = take }} close={() => setNaming(undefined)} /></Suspense>}</Show>
        <Show when={looks()}>{(shown) => <div class="composer-looks" role="group" aria-label={t('compose.looks')} dir="auto"><FormattedText text={shown().text} entities={shown().entities} /></div>}</Show>
        <Show when={over()}><div class="drop-here" aria-hidden="true">{t('compose.drop')}</div></Show>
        <input ref={chooser} type="file" multiple hidden aria-label={t('compose.attachFile')} onChange={(event) => { offer(event.currentTarget.files); event.currentTarget.value = '' }} />
        <Show when={recording()}><Suspense><VoiceBar chat={props.chat} reply={state.replying[props.chat]} thread={props.thread} done={() => { setRecording(false); setReplying(props.chat, undefined) }} /></Suspense></Show>
        <Show when={!editing() && !props.thread && (peer()?.bot || replyKeyboard(props.chat) || inlineQuery(text()))}>
          <Suspense><BotBar chat={props.chat} text={text()} setText={setText} reply={state.replying[props.chat]} keyboard={keyboard()} /></Suspense>
        </Show>
        <Show when={mayStart()}>
          <button type="button" class="primary" onClick={() => sendText(props.chat, '/start', { plain: true })}>{t('bot.start')}</button>
        </Show>
        <div class="composer-line" hidden={recording()}>
          <div class="composer-box">
            <button type="button" class="round" aria-label={t('compose.emoji')} aria-expanded={emoji()} onClick={() => setEmoji(!emoji())}><Icon name="smile" /></button>
            <textarea
              ref={field} rows="1" value={text()} placeholder={replyKeyboard(props.chat)?.keyboard.placeholder || t(peer()?.kind === 'channel' ? 'chat.broadcast' : 'compose.placeholder')} aria-label={t('compose.placeholder')} dir="auto"
              onInput={(event) => { onInput(event.currentTarget.value); lookForName() }} onKeyDown={onKey} onKeyUp={(event) => /^(Arrow(Left|Right)|Home|End)$/.test(event.key) && lookForName()} onClick={lookForName} onBlur={keepDraft}
              onPaste={(event) => {
                if (event.clipboardData?.files.length && mayFiles()) {
                  event.preventDefault()
                  offer(event.clipboardData.files)
                }
              }}
            />
            <Show when={replyKeyboard(props.chat)}>
              <button type="button" class="round" aria-label={t('bot.keyboard')} aria-pressed={keyboard()} onClick={() => setKeyboard(!keyboard())}><Icon name="keyboard" /></button>
            </Show>
            <Show when={!editing() && (mayPoll() || mayFiles())}>
              <button type="button" class="round" aria-label={t('compose.attach')} aria-haspopup="menu" onClick={(event) => openMenu(event, attach())}><Icon name="attach" /></button>
            </Show>
          </div>
          <Show
            when={mayRecord() && !text().trim() && !editing()}
            fallback={
              <button
            type="button" class="send" aria-label={editing() ? t('common.save') : t('compose.send')} disabled={!text().trim()} onClick={() => void send()}
            onContextMenu={(event) => !editing() && text().trim() && openMenu(event, ways())}
          >
            <Icon name={editing() ? 'check' : 'send'} />
          </button>
            }
          >
            <button type="button" class="send" aria-label={t('compose.record')} onClick={() => setRecording(true)}><Icon name="mic" /></button>
          </Show>
        </div>
      </footer>
    </Show>
  )
}
