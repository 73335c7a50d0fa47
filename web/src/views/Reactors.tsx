/** Who reacted to a message, and who has read it. */
import { createResource, For, Show, Suspense } from 'solid-js'
import type { Message, Reactor } from '../model/model'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { state } from '../state/store'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { dayAndTime } from '../text/dayAndTime'
import { Avatar } from './Avatar'
import CustomEmoji from './CustomEmoji'
import { closeModal } from './Overlay'

export default function Reactors(props: { message: Message }) {
  const { chat, id } = props.message
  const [reactors] = createResource(async () => (props.message.reactions.length ? (await link()).getReactors(chat, id).catch(() => []) : []))
  const [readers] = createResource(async () => (props.message.out ? (await link()).getReaders(chat, id).catch(() => []) : []))
  // Whoever reacted has read it as well and is listed once.
  const others = () => (readers.latest ?? []).filter((one) => !reactors.latest?.some((known) => known.id === one.id))
  return (
    <>
      <h2 id="modal-title">{t('reactors.title')}</h2>
      <div class="modal-scroll">
        <Show when={!reactors.loading && !readers.loading} fallback={<p class="quiet pad">{t('common.loading')}</p>}>
          <ul class="people">
            <For each={reactors.latest}>{(one) => <Line one={one} />}</For>
            <For each={others()}>{(one) => <Line one={one} />}</For>
          </ul>
          <Show when={readers.latest?.length}>{(count) => <p class="quiet pad">{tCount('reactors.read', count())}</p>}</Show>
          <Show when={!reactors.latest?.length && !readers.latest?.length}><p class="quiet pad">{t('reactors.none')}</p></Show>
        </Show>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}

function Line(props: { one: Reactor }) {
  return (
    <li class="request">
      <Avatar id={props.one.id} size="small" self />
      <span class="row-text">
        <span class="row-name">{props.one.id === state.me ? t('common.you') : peerName(props.one.id)}</span>
        <span class="row-preview">{dayAndTime(props.one.date)}</span>
      </span>
      <span class="reactor-emoji">
        <Show when={props.one.custom} fallback={props.one.emoji}>{(custom) => <Suspense><CustomEmoji id={custom()} alt={t('msg.customReaction')}>…</CustomEmoji></Suspense>}</Show>
      </span>
    </li>
  )
}
