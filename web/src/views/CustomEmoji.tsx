/** A custom emoji within a text; the plain one stands there until it has come. */
import { createResource, type JSX, Show } from 'solid-js'
import { customEmoji } from '../state/customEmoji'
import { openSetOf } from './openSetOf'
import { StickerPicture } from './StickerPicture'

/** `opens`: whether a press opens its set; the keyboard finds that in the menu of the message. */
export default function CustomEmoji(props: { id: string; alt: string; opens?: boolean; children: JSX.Element }) {
  const [sticker] = createResource(() => props.id, customEmoji)
  const ready = () => (sticker.state === 'ready' ? sticker() : undefined)
  return (
    <Show when={ready()} fallback={props.children}>
      {(found) => (
        <Show when={props.opens} fallback={<span class="custom-emoji"><StickerPicture media={found().media} label={props.alt} /></span>}>
          <button type="button" class="custom-emoji" tabindex="-1" onClick={(event) => { event.stopPropagation(); openSetOf(found()) }}><StickerPicture media={found().media} label={props.alt} /></button>
        </Show>
      )}
    </Show>
  )
}
