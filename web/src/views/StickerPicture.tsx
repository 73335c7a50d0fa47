/** A sticker as it looks: a picture, a film, or an animation. Its emoji stands there until it has come, or for good. */
import { createResource, createSignal, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { Media } from '../model/model'
import { fileUrl } from '../state/fileUrl'
import { t } from '../text/text'

/** The player loads when the first animation is shown. */
const Lottie = lazy(() => import('./Lottie'))

export function StickerPicture(props: { media: Extract<Media, { kind: 'sticker' }>; label?: string }) {
  const animated = () => props.media.mime === 'application/x-tgsticker'
  const label = () => props.label ?? `${t('kind.sticker')} ${props.media.emoji}`
  const [failed, setFailed] = createSignal(false)
  const [url] = createResource(() => (animated() ? undefined : props.media.full), (file) => fileUrl(file).catch(() => undefined))
  const emoji = () => <span class="sticker-emoji" role="img" aria-label={label()}>{props.media.emoji}</span>
  return (
    <Switch fallback={emoji()}>
      <Match when={animated() && !failed()}>
        <Suspense fallback={emoji()}><Lottie file={props.media.full} label={label()} failed={() => setFailed(true)} /></Suspense>
      </Match>
      <Match when={!failed() && url.state === 'ready' && url()}>
        {(address) => (
          <Show when={props.media.mime.startsWith('video/')} fallback={<img src={address()} alt={label()} draggable={false} onError={() => setFailed(true)} />}>
            <video src={address()} autoplay loop muted playsinline aria-label={label()} onError={() => setFailed(true)} />
          </Show>
        )}
      </Match>
    </Switch>
  )
}
