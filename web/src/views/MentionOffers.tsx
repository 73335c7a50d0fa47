/** The members of a group whose name begins as what is written after an `@`. */
import { createEffect, createResource, createSignal, For, on, onCleanup, Show } from 'solid-js'
import { link } from '../state/link'
import { memberMatches } from '../state/memberMatches'
import { peerName } from '../state/peerName'
import { state } from '../state/store'
import { t } from '../text/text'
import { Avatar } from './Avatar'

/** More would not be looked at. */
const OFFERED_MAX = 8

/** `keys` is given what takes the keys of the field: up and down choose, Enter and Tab pick, Escape closes. */
export default function MentionOffers(props: { chat: number; query: string; pick: (id: number) => void; keys: (take: ((event: KeyboardEvent) => boolean) | undefined) => void; close: () => void }) {
  const [members] = createResource(() => ({ chat: props.chat, query: props.query }), async ({ chat, query }) => {
    const protocol = await link()
    const basic = state.peers[chat]?.kind === 'group'
    const found = await (basic ? protocol.getGroupInfo(chat) : protocol.getMembers(chat, 'members', query)).catch(() => ({ members: [] }))
    return found.members.map((one) => one.id)
  })
  const shown = () => (members.latest ?? []).filter((id) => id !== state.me && !state.peers[id]?.deleted && memberMatches(id, props.query)).slice(0, OFFERED_MAX)
  const [at, setAt] = createSignal(0)
  createEffect(on(() => props.query, () => setAt(0)))
  props.keys((event) => {
    const all = shown()
    if (!all.length) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((at() + step + all.length) % all.length)
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') props.pick(all[at()] as number)
    else if (event.key === 'Escape') props.close()
    else return false
    event.preventDefault()
    return true
  })
  onCleanup(() => props.keys(undefined))
  return (
    <Show when={shown().length}>
      <ul class="bot-offers mentions" aria-label={t('compose.members')}>
        <For each={shown()}>
          {(id, index) => (
            <li>
              <button type="button" classList={{ chosen: index() === at() }} onPointerDown={(event) => event.preventDefault()} onClick={() => props.pick(id)}>
                <Avatar id={id} size="small" self />
                <span><b>{peerName(id)}</b><small>{state.peers[id]?.username ? `@${state.peers[id]?.username}` : ''}</small></span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
