/** One message: its bubble and what stands in it, or what happened in a line. */
import { createMemo, createResource, For, lazy, Show, Suspense } from 'solid-js'
import type { Message } from '../model/model'
import { attempt } from '../state/attempt'
import { describeAction } from '../state/describeAction'
import { isLocal } from '../state/isLocal'
import { link } from '../state/link'
import { fetchMessage } from '../state/fetchMessage'
import { react } from '../state/react'
import { setReplying } from '../state/setReplying'
import { personName } from '../state/personName'
import { preview } from '../state/preview'
import { go } from '../state/go'
import { select } from '../state/select'
import { state } from '../state/store'
import { messageAt } from '../state/messageAt'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { clock } from '../text/clock'
import { dayOf } from '../text/dayOf'
import { fullWhen } from '../text/fullWhen'
import { Album } from './Album'
import { Avatar } from './Avatar'
import { FormattedText } from './FormattedText'
import { Icon } from './Icon'
import { Media } from './Media'
import { messageMenu, ReactionRow } from './messageMenu'
import { openMenu } from './Overlay'
import { Ticks } from './ChatList'

const CustomEmoji = lazy(() => import('./CustomEmoji'))
const InlineKeyboard = lazy(() => import('./InlineKeyboard'))

/** Messages of one person within this many seconds stand close together. */
const TOGETHER = 600

function belong(one: Message | undefined, two: Message | undefined): boolean {
  return Boolean(one && two && !one.action && !two.action && one.from === two.from && one.out === two.out && Math.abs(one.date - two.date) < TOGETHER && dayOf(one.date) === dayOf(two.date))
}

/** Only emoji, and few: shown large and without a bubble. */
const BIG = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*){1,3}$/u

export function MessageRow(props: { message: Message; before: Message | undefined; after: Message | undefined; selecting: boolean; flash: boolean; goTo: (id: number) => void; album?: Message[] | undefined }) {
  // Of an album the words stand under one of its pictures; they are the album's.
  const message = () => props.album?.find((one) => one.text) ?? props.message
  const together = () => props.album ?? [message()]
  const peer = () => state.peers[message().chat]
  const isGroup = () => peer()?.kind === 'group' || peer()?.kind === 'supergroup'
  const first = createMemo(() => !belong(props.before, message()))
  const last = createMemo(() => !belong(message(), props.after))
  const big = createMemo(() => !message().media && !message().reply && !message().forward && message().entities.every((one) => one.kind === 'emoji') && BIG.test(message().text))
  const chosen = () => Boolean(state.selected[message().id])
  const bare = () => big() || ['sticker', 'dice'].includes(message().media?.kind ?? '')
  const pictured = () => ['photo', 'video'].includes(message().media?.kind ?? '')
  const channel = () => peer()?.kind === 'channel'
  async function openComments() {
    const at = await (await link()).getComments(message().chat, message().id)
    go({ chat: at.chat, thread: at.top, from: message().chat })
  }
  const inlineRows = () => {
    const { keyboard } = message()
    return keyboard?.kind === 'inline' ? keyboard.rows : undefined
  }
  const failed = () => together().some((one) => one.sending === 'failed')
  const reply = () => (message().reply?.id !== state.thread?.top ? message().reply : undefined)
  const named = createMemo(() => isGroup() && !message().out)
  // Most messages are words and no more. What they have not is asked of them once, not by each part of the row.
  const headed = createMemo(() => Boolean(message().forward || message().via || reply()) || (named() && first() && !bare()))
  const carries = createMemo(() => Boolean(props.album ?? message().media))
  // The time stands at the end of the last line where there is one; else below.
  const inText = createMemo(() => Boolean(message().text) && !message().reactions.length && !big())
  const footed = createMemo(() => !inText() || (message().comments !== undefined && channel()) || Boolean(inlineRows()) || failed())

  const menu = (event: MouseEvent | KeyboardEvent) => {
    const items = messageMenu(message())
    if (!items.length) return
    const reactions = !message().action && !isLocal(message().id) && message().chat !== 0 && !peer()?.service
    openMenu(event, items, reactions ? () => <ReactionRow message={message()} /> : undefined)
  }
  function onClick(event: MouseEvent) {
    if (!props.selecting || isLocal(message().id)) return
    event.preventDefault()
    event.stopPropagation()
    for (const one of together()) select(one.id)
  }
  const words = () => {
    const who = message().out ? t('common.you') : personName(message().from ?? message().chat)
    return `${who}, ${clock(message().date)}`
  }
  return (
    <Show when={!message().action} fallback={<div class="chip-line"><span class="chip" onContextMenu={menu}>{describeAction(message())}</span></div>}>
      <article
        class="message" aria-label={words()} tabindex="-1"
        classList={{ out: message().out && !channel(), first: first(), last: last(), flash: props.flash, chosen: chosen(), selecting: props.selecting, bare: bare(), 'in-group': named() }}
        on:click={{ handleEvent: onClick, capture: true }}
        onContextMenu={menu}
        onDblClick={(event) => !(event.target as Element).closest('a, button, img') && !isLocal(message().id) && (peer()?.kind === 'user' || peer()?.rights?.send) && setReplying(message().chat, message().id)}
        onKeyDown={(event) => (event.key === 'Enter' || event.key === 'ContextMenu') && event.target === event.currentTarget && menu(event)}
      >
        <Show when={props.selecting}><span class="select-mark" aria-hidden="true"><Show when={chosen()}><Icon name="check" /></Show></span></Show>
        <Show when={named()}>
          <span class="message-avatar">
            <Show when={last() && message().from !== undefined}>
              <button type="button" class="bare-button" aria-label={personName(message().from)} onClick={() => (message().from ?? 0) > 0 && go({ chat: message().from as number })}>
                <Avatar id={message().from as number} size="small" self />
              </button>
            </Show>
          </span>
        </Show>
        <div class="bubble" classList={{ pictured: pictured(), big: big(), 'with-text': Boolean(message().text) }} onPointerOver={(event) => { event.currentTarget.title = fullWhen(message().date) }}>
          {headed() && <>
            <Show when={named() && first() && !bare()}>
              <div class={`author colour-text-${Math.abs(message().from ?? 0) % 7}`}>{personName(message().from)}</div>
            </Show>
            <Show when={message().forward}>
              {(forward) => <div class="forwarded"><Icon name="forward" class="tiny" />{t('msg.forwarded', { name: forward().from !== undefined ? personName(forward().from) : (forward().name ?? '…') })}</div>}
            </Show>
            <Show when={message().via}>{(bot) => <div class="forwarded">{t('bot.via', { name: state.peers[bot()]?.username ?? personName(bot()) })}</div>}</Show>
            <Show when={reply()}>{(reply) => <Reply chat={message().chat} id={reply().id} quote={reply().quote} goTo={props.goTo} />}</Show>
          </>}
          {carries() && <Show when={props.album} fallback={<Show when={message().media}>{(media) => <Media media={media()} message={message()} />}</Show>}>
            {(album) => <Album messages={album()} />}
          </Show>}
          <Show when={message().text}>
            <div class="text" dir="auto">{message().entities.length ? <FormattedText text={message().text} entities={message().entities} /> : message().text}{inText() && <Meta message={message()} channel={channel()} />}</div>
          </Show>
          {footed() && <>
            <Show when={message().reactions.length}>
              <div class="reactions" role="group" aria-label={t('msg.reactions')}>
                <For each={message().reactions}>
                  {(reaction) => (
                    <button type="button" class="reaction" aria-pressed={reaction.mine} onClick={() => void attempt(() => react(message(), reaction))}>
                      <span>{reaction.custom ? <Suspense><CustomEmoji id={reaction.custom} alt={t('msg.customReaction')}>{'…'}</CustomEmoji></Suspense> : reaction.emoji}</span>{reaction.count}
                    </button>
                  )}
                </For>
              </div>
            </Show>
            <Show when={!inText()}><Meta message={message()} channel={channel()} /></Show>
            <Show when={message().comments !== undefined && channel()}>
              <button type="button" class="comments" onClick={(event) => { event.stopPropagation(); void attempt(openComments) }}>{message().comments ? tCount('thread.comments', message().comments ?? 0) : t('thread.comment')}</button>
            </Show>
            <Show when={inlineRows()}>{(rows) => <Suspense><InlineKeyboard message={message()} rows={rows()} /></Suspense>}</Show>
            <Show when={failed()}>
              <button type="button" class="failed" onClick={menu}>! {message().failure}</button>
            </Show>
          </>}
        </div>
        <Show when={!isLocal(message().id) && !props.selecting}>
          <button type="button" class="message-more" aria-label={t('msg.menu')} aria-haspopup="menu" onClick={menu} />
        </Show>
      </article>
    </Show>
  )
}

/** When it was written, and what became of it. */
function Meta(props: { message: Message; channel: boolean }) {
  const marked = createMemo(() => Boolean(props.message.pinned || props.message.views || props.message.edited))
  return (
    <span class="meta">
      {marked() && <>
        <Show when={props.message.pinned}><Icon name="pin" class="tiny" /><span class="hidden">{t('msg.pinnedMark')}</span></Show>
        <Show when={props.message.views}>{(views) => <><Icon name="eye" class="tiny" />{views()}</>}</Show>
        <Show when={props.message.edited}>{t('msg.edited')} </Show>
      </>}
      <time datetime={new Date(props.message.date * 1000).toISOString()}>{clock(props.message.date)}</time>
      {props.message.out && props.message.chat !== state.me && !props.channel && (
        <Ticks read={(state.dialogs[props.message.chat]?.readOutbox ?? 0) >= props.message.id} sending={props.message.sending === 'now'} failed={props.message.sending === 'failed'} />
      )}
    </span>
  )
}

function Reply(props: { chat: number; id: number; quote: string | undefined; goTo: (id: number) => void }) {
  const known = () => messageAt(props.chat, props.id)
  const [fetched] = createResource(() => (known() ? undefined : props.id), (id) => fetchMessage(props.chat, id).catch(() => undefined))
  const message = () => known() ?? fetched.latest
  return (
    <button type="button" class={`reply colour-line-${Math.abs(message()?.from ?? props.chat) % 7}`} onClick={() => props.goTo(props.id)}>
      <b>{message() ? (message()?.out ? t('common.you') : personName(message()?.from ?? props.chat)) : '…'}</b>
      <span>{props.quote ?? (message() ? preview(message()!) : fetched.loading ? '…' : t('msg.deletedReply'))}</span>
    </button>
  )
}
