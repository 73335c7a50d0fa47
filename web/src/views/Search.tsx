/** What is found over all: chats, people, messages. */
import { createMemo, createResource, createSignal, onCleanup, createEffect, For, Show } from 'solid-js'
import type { Message } from '../model/model'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { preview } from '../state/preview'
import { go } from '../state/go'
import { state } from '../state/store'
import { t } from '../text/text'
import { shortWhen } from '../text/shortWhen'
import { Avatar } from './Avatar'
import { Marked } from './Marked'
import { PeopleList } from './NewChat'

export default function Search(props: { query: string; done: () => void }) {
  const [slow, setSlow] = createSignal(props.query)
  createEffect(() => {
    const { query } = props
    const timer = setTimeout(() => setSlow(query), 200)
    onCleanup(() => clearTimeout(timer))
  })
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const chats = createMemo(() => {
    const query = plain(props.query)
    return Object.values(state.dialogs).map((dialog) => dialog.chat).filter((chat) => plain(peerName(chat)).includes(query) || (state.peers[chat]?.username ?? '').toLowerCase().startsWith(query.replace(/^@/, '')))
  })
  const [people] = createResource(slow, async (query) => (await link()).searchPeople(query).catch(() => ({ mine: [], others: [] })))
  const [messages] = createResource(slow, async (query) => (await link()).searchAll(query, 40).catch(() => [] as Message[]))
  const others = () => [...(people.latest?.mine ?? []), ...(people.latest?.others ?? [])].filter((id) => !chats().includes(id))
  const open = (chat: number, message?: number) => {
    go({ chat, ...(message ? { message } : {}) })
    props.done()
  }
  const nothing = () => !chats().length && !others().length && !messages.loading && !messages.latest?.length
  return (
    <div class="scroll results">
      <Show when={chats().length}>
        <h2 class="section">{t('search.chats')}</h2>
        <PeopleList ids={chats()} pick={(id) => open(id)} />
      </Show>
      <Show when={others().length}>
        <h2 class="section">{t('search.global')}</h2>
        <PeopleList ids={others()} pick={(id) => open(id)} note={(id) => (state.peers[id]?.username ? `@${state.peers[id]?.username}` : undefined)} />
      </Show>
      <Show when={messages.latest?.length}>
        <h2 class="section">{t('search.messages')}</h2>
        <ul class="people">
          <For each={messages.latest}>{(message) => <li><Found message={message} query={slow()} pick={() => open(message.chat, message.id)} /></li>}</For>
        </ul>
      </Show>
      <Show when={nothing()}><p class="empty quiet" role="status">{t('search.nothing', { query: props.query })}</p></Show>
    </div>
  )
}

export function Found(props: { message: Message; query?: string; pick: () => void }) {
  return (
    <button type="button" class="row short" onClick={() => props.pick()}>
      <Avatar id={props.message.chat} size="small" />
      <span class="row-text">
        <span class="row-line"><span class="row-name">{peerName(props.message.chat)}</span><span class="row-time">{shortWhen(props.message.date)}</span></span>
        <span class="row-preview"><Marked text={preview(props.message)} query={props.query ?? ''} /></span>
      </span>
    </button>
  )
}
