/** A picture of somebody, or their letters on their colour. */
import { createResource, Show } from 'solid-js'
import { fileUrl } from '../state/fileUrl'
import { initials } from '../state/initials'
import { peerName } from '../state/peerName'
import { state } from '../state/store'
import { Bird } from './Bird'
import { Icon } from './Icon'

const COLOURS = 7

export function Avatar(props: { id: number; size?: 'small' | 'large' | 'huge'; self?: boolean; online?: boolean }) {
  const peer = () => state.peers[props.id]
  const saved = () => !props.self && props.id === state.me
  const [photo] = createResource(() => (saved() ? undefined : peer()?.photo?.key), () => {
    const file = peer()?.photo
    return file ? fileUrl(file).catch(() => undefined) : undefined
  })
  return (
    <span class={`avatar colour-${Math.abs(props.id) % COLOURS} ${props.size ?? ''}`} classList={{ saved: saved(), gone: peer()?.deleted }} aria-hidden="true">
      <Show when={!saved()} fallback={<Icon name="bookmark" />}>
        <Show when={!peer()?.service} fallback={<Bird />}>
        <Show when={peer()?.photo && photo()} fallback={<span data-letters={props.self ? initials(state.peers[props.id]?.name ?? '') : initials(peerName(props.id))} />}>
          {(url) => <img src={url()} alt="" draggable={false} />}
        </Show>
        </Show>
      </Show>
      <Show when={props.online}><i class="online" /></Show>
    </span>
  )
}
