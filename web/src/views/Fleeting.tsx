/** A photo or video that goes after being seen: closed until a press, and told to the other side then. */
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import type { Media, Message } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { t } from '../text/text'
import { Icon } from './Icon'
import { closeModal, openModal } from './Overlay'

/** More seconds than that mean that it is seen once. */
const SECONDS_MAX = 60

export default function Fleeting(props: { media: Extract<Media, { kind: 'photo' | 'video' }>; message: Message }) {
  const [busy, setBusy] = createSignal(false)
  async function open() {
    const { media, message } = props
    setBusy(true)
    await attempt(async () => {
      const protocol = await link()
      // All of it is here before the other side is told: after that the server has it no more.
      const blob = await protocol.download(media.full, { mime: media.kind === 'video' ? media.mime : 'image/jpeg' })
      await protocol.readContents(message.chat, message.id)
      openModal(() => <Seen blob={blob} video={media.kind === 'video'} seconds={Math.max(media.goes ?? 0, media.kind === 'video' ? media.duration : 0)} />, true)
    })
    setBusy(false)
  }
  return (
    <button type="button" class="fleeting" aria-busy={busy()} disabled={busy()} onClick={() => void open()}>
      <span><Icon name="eye" /></span>
      <b>{t(`fleeting.${props.media.kind}`)}</b>
      <small>{t('fleeting.open')}</small>
    </button>
  )
}

function Seen(props: { blob: Blob; video: boolean; seconds: number }) {
  const url = URL.createObjectURL(props.blob)
  let timer: ReturnType<typeof setTimeout> | undefined
  onMount(() => {
    if (props.seconds <= SECONDS_MAX) timer = setTimeout(closeModal, props.seconds * 1000)
  })
  onCleanup(() => {
    clearTimeout(timer)
    URL.revokeObjectURL(url)
  })
  return (
    <>
      <h2 id="modal-title">{t(props.video ? 'fleeting.video' : 'fleeting.photo')}</h2>
      <div class="fleeting-seen" onContextMenu={(event) => event.preventDefault()}>
        <Show when={props.video} fallback={<img src={url} alt={t('kind.photo')} draggable={false} />}>
          {/* biome-ignore lint/a11y/useMediaCaption: people's own videos have no captions */}
          <video src={url} autoplay playsinline controls disablepictureinpicture />
        </Show>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}
