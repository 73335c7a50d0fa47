/** A custom emoji within a text; the plain one stands there until it has come. */
import { createResource, type JSX, Show } from 'solid-js'
import { customEmoji } from '../state/customEmoji'
import { StickerPicture } from './StickerPicture'

export default function CustomEmoji(props: { id: string; alt: string; children: JSX.Element }) {
  const [sticker] = createResource(() => props.id, customEmoji)
  return <Show when={sticker.state === 'ready' && sticker()} fallback={props.children}>{(found) => <span class="custom-emoji"><StickerPicture media={found().media} label={props.alt} /></span>}</Show>
}
