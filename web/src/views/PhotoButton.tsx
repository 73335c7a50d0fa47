/** A photo of somebody or of a group that can be changed: press it, choose a picture. */
import { createSignal, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { squarePhoto } from '../state/squarePhoto'
import { state } from '../state/store'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { Icon } from './Icon'

export function PhotoButton(props: { id: number; set: (picture: Blob | undefined) => Promise<unknown> }) {
  let chooser: HTMLInputElement | undefined
  const [busy, setBusy] = createSignal(false)
  async function change(picture: Blob | undefined) {
    setBusy(true)
    await attempt(() => props.set(picture))
    setBusy(false)
  }
  async function chosen(file: File | undefined) {
    if (!file) return
    const picture = await squarePhoto(file).catch(() => undefined)
    if (picture) await change(picture)
    else toast(t('photo.unreadable'))
  }
  return (
    <div class="photo-button" aria-busy={busy()}>
      <input ref={chooser} type="file" accept="image/*" hidden aria-label={t('photo.change')} onChange={(event) => { void chosen(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
      <div>
        <Avatar id={props.id} size="huge" self />
        <button type="button" aria-label={t('photo.change')} disabled={busy()} onClick={() => chooser?.click()}><span aria-hidden="true"><Icon name="camera" /></span></button>
      </div>
      <Show when={state.peers[props.id]?.photo}>
        <button type="button" class="plain danger" disabled={busy()} onClick={() => void change(undefined)}>{t('photo.remove')}</button>
      </Show>
    </div>
  )
}
