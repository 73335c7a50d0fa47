/** Photos, videos, voice, music, stickers and files: shown, played, downloaded. */
import { createResource, createSignal, For, lazy, Match, onCleanup, Show, Suspense, Switch } from 'solid-js'
import type { FileRef, Media, Message, Sticker as StickerModel } from '../model/model'
import { attempt } from '../state/attempt'
import { fileUrl } from '../state/fileUrl'
import { isLocal } from '../state/isLocal'
import { link } from '../state/link'
import { dropStream } from '../state/dropStream'
import { streamUrl } from '../state/streamUrl'
import { cancelUpload } from '../state/cancelUpload'
import { sendSticker } from '../state/sendSticker'
import { state } from '../state/store'
import { uploads } from '../state/uploads'
import { t } from '../text/text'
import { fileSize } from '../text/fileSize'
import { playTime } from '../text/playTime'
import { Icon } from './Icon'
import { openModal } from './Overlay'
import { StickerPicture } from './StickerPicture'
import { openViewer } from './Viewer'

const Fleeting = lazy(() => import('./Fleeting'))
const StickerSetView = lazy(() => import('./StickerSetView'))

type Of<K extends Media['kind']> = Extract<Media, { kind: K }>

export default function FileMedia(props: { media: Media; message: Message }) {
  const as = <K extends Media['kind']>(kind: K) => (props.media.kind === kind ? (props.media as Of<K>) : undefined)
  // One's own is seen as any other, as long as it is there.
  const fleeting = () => {
    const { media, message } = props
    return (media.kind === 'photo' || media.kind === 'video') && media.goes && !message.out ? media : undefined
  }
  return (
    <Switch>
      <Match when={fleeting()}>{(media) => <Suspense><Fleeting media={media()} message={props.message} /></Suspense>}</Match>
      <Match when={as('photo')}>{(media) => <Photo media={media()} message={props.message} />}</Match>
      <Match when={as('video')}>{(media) => <Video media={media()} message={props.message} />}</Match>
      <Match when={as('voice')}>{(media) => <Sound media={media()} message={props.message} />}</Match>
      <Match when={as('audio')}>{(media) => <Sound media={media()} message={props.message} />}</Match>
      <Match when={as('sticker')}>{(media) => <Sticker media={media()} message={props.message} />}</Match>
      <Match when={as('file')}>{(media) => <Plain media={media()} message={props.message} />}</Match>
    </Switch>
  )
}

/** The longest sides of a picture in a bubble, in pixels. */
const WIDE = 380
const HIGH = 400

function box(width: number, height: number) {
  const scale = Math.min(WIDE / width, HIGH / height, Math.max(1, 220 / width))
  return { width: `${Math.max(120, Math.round(width * scale))}px`, 'aspect-ratio': `${width} / ${height}` }
}

function Progress(props: { message: Message }) {
  return (
    <Show when={isLocal(props.message.id) && props.message.sending === 'now'}>
      <button type="button" class="progress" aria-label={t('msg.cancelUpload')} onClick={() => cancelUpload(props.message)}>
        <svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="19" style={{ 'stroke-dasharray': `${Math.round((props.message.progress ?? 0) * 119)} 119` }} /></svg>
        <Icon name="close" />
        <span class="hidden" role="progressbar" aria-label={t('msg.sending')} aria-valuemin="0" aria-valuemax="100" aria-valuenow={Math.round((props.message.progress ?? 0) * 100)} />
      </button>
    </Show>
  )
}

function Photo(props: { media: Of<'photo'>; message: Message }) {
  const local = () => isLocal(props.message.id)
  const [open, setOpen] = createSignal(!props.media.spoiler)
  const [url] = createResource(() => (local() ? undefined : (props.media.small ?? props.media.full)), (file) => fileUrl(file).catch(() => undefined))
  return (
    <div class="picture" style={box(props.media.width, props.media.height)}>
      <Show when={props.media.thumb}>{(thumb) => <img class="thumb" src={thumb()} alt="" />}</Show>
      <Show when={url()}>{(address) => <img src={address()} alt={t('kind.photo')} classList={{ veiled: !open() }} draggable={false} />}</Show>
      <Show when={!local()}>
        <button type="button" class="cover" aria-label={open() ? t('msg.openPhoto') : t('msg.spoiler')} onClick={() => (open() ? openViewer(props.message) : setOpen(true))} />
      </Show>
      <Progress message={props.message} />
    </div>
  )
}

/** Keeps a file that is fetched: how far it is, and the means to stop. */
function useDownload(file: () => FileRef, mime: () => string) {
  const [url, setUrl] = createSignal<string>()
  const [share, setShare] = createSignal<number>()
  let abort: AbortController | undefined
  async function get(): Promise<string | undefined> {
    const known = url()
    if (known) return known
    abort = new AbortController()
    const { signal } = abort
    setShare(0)
    let made: string | undefined
    await attempt(async () => {
      const blob = await (await link()).download(file(), { mime: mime(), progress: setShare, signal })
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    setShare(undefined)
    return made
  }
  onCleanup(() => {
    abort?.abort()
    const known = url()
    if (known) URL.revokeObjectURL(known)
  })
  return { url, share, get, stop: () => abort?.abort() }
}

function Circle(props: { share: number | undefined }) {
  return (
    <Show when={props.share !== undefined}>
      <svg class="circle" viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="19" style={{ 'stroke-dasharray': `${Math.max(6, Math.round((props.share ?? 0) * 119))} 119` }} /></svg>
    </Show>
  )
}

function Video(props: { media: Of<'video'>; message: Message }) {
  const local = () => isLocal(props.message.id)
  const download = useDownload(() => props.media.full, () => props.media.mime)
  const [stream, setStream] = createSignal<string>()
  const shown = () => stream() ?? download.url()
  /** Plays while it comes where that is possible; else once it is all there. */
  function play() {
    const url = streamUrl(props.media.full, props.media.mime)
    if (url) setStream(url)
    else void download.get()
  }
  function leaveStream() {
    const url = stream()
    if (!url) return
    setStream(undefined)
    dropStream(url)
  }
  onCleanup(leaveStream)
  const [poster] = createResource(() => (local() ? undefined : props.media.small), (file) => fileUrl(file).catch(() => undefined))
  return (
    <div class="picture" classList={{ round: props.media.round ?? false }} style={box(props.media.width, props.media.height)}>
      <Show
        when={shown()}
        fallback={
          <>
            <Show when={poster() ?? props.media.thumb}>{(address) => <img src={address()} alt="" />}</Show>
            <Show when={!local()}>
              <button type="button" class="cover play" aria-label={download.share() === undefined ? t('msg.playVideo') : t('msg.cancelDownload')} onClick={() => (download.share() === undefined ? play() : download.stop())}>
                <span><Icon name={download.share() === undefined ? 'play' : 'close'} /><Circle share={download.share()} /></span>
              </button>
            </Show>
            <span class="duration">{playTime(props.media.duration)}</span>
          </>
        }
      >
        {(address) => (
          // biome-ignore lint/a11y/useMediaCaption: people's own videos have no captions
          <video src={address()} controls={!props.media.gif} autoplay loop={props.media.gif ?? false} playsinline onError={() => {
            // What cannot be played part by part is fetched whole.
            if (!stream()) return
            leaveStream()
            void download.get()
          }} />
        )}
      </Show>
      <Progress message={props.message} />
    </div>
  )
}

let playing: HTMLAudioElement | undefined

function Sound(props: { media: Of<'voice'> | Of<'audio'>; message: Message }) {
  const local = () => isLocal(props.message.id)
  const download = useDownload(() => props.media.full, () => props.media.mime)
  const [on, setOn] = createSignal(false)
  const [at, setAt] = createSignal(0)
  let audio: HTMLAudioElement | undefined
  async function toggle() {
    if (!audio) {
      const file = uploads.get(props.message.id)?.local.file
      const url = file ? URL.createObjectURL(file) : await download.get()
      if (!url) return
      // The other side is told that it was heard.
      if (props.media.kind === 'voice' && !local() && !props.message.out) void link().then((protocol) => protocol.readContents(props.message.chat, props.message.id)).catch(() => {})
      audio = new Audio(url)
      audio.onplay = () => setOn(true)
      audio.onpause = () => setOn(false)
      audio.onended = () => setAt(0)
      audio.ontimeupdate = () => setAt((audio?.currentTime ?? 0) / Math.max(1, props.media.duration))
    }
    if (on()) audio.pause()
    else {
      if (playing !== audio) playing?.pause()
      playing = audio
      await attempt(async () => audio?.play())
    }
  }
  // What goes with being heard is heard to its end.
  const { goes } = props.media.kind === 'voice' ? props.media : { goes: 0 }
  onCleanup(() => goes || audio?.pause())
  const voice = () => (props.media.kind === 'voice' ? props.media : undefined)
  const heights = () => (voice()?.waveform.length ? voice()!.waveform : Array.from({ length: 40 }, () => 2))
  return (
    <div class="sound">
      <button type="button" class="sound-button" aria-label={download.share() !== undefined ? t('msg.cancelDownload') : t(on() ? 'msg.pause' : 'msg.play')} onClick={() => (download.share() !== undefined ? download.stop() : void toggle())} disabled={local() && props.message.sending === 'now'}>
        <Icon name={on() ? 'pause' : 'play'} /><Circle share={download.share() ?? (local() ? props.message.progress : undefined)} />
      </button>
      <div>
        <Show when={voice()} fallback={<b>{props.media.kind === 'audio' ? props.media.title : ''}</b>}>
          <button type="button" class="wave" aria-label={t('kind.voice')} onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect()
            if (audio && event.clientX) audio.currentTime = ((event.clientX - box.left) / box.width) * props.media.duration
            else void toggle()
          }}>
            <For each={heights()}>{(height, index) => <i classList={{ past: index() / heights().length < at() }} style={{ height: `${3 + (height / 31) * 19}px` }} />}</For>
          </button>
        </Show>
        <small>{on() || at() ? playTime(at() * props.media.duration) : playTime(props.media.duration)}{props.media.kind === 'audio' && props.media.performer ? ` · ${props.media.performer}` : ''}</small>
      </div>
    </div>
  )
}

function Sticker(props: { media: Of<'sticker'>; message: Message }) {
  const picture = () => <StickerPicture media={props.media} />
  const again = (sticker: StickerModel) => void sendSticker(props.message.chat, sticker, { thread: state.thread?.top })
  return (
    <Show when={props.media.set} fallback={<div class="sticker">{picture()}</div>}>
      {(input) => <button type="button" class="sticker" aria-label={`${t('stickers.open')} ${props.media.emoji}`} onClick={() => openModal(() => <Suspense><StickerSetView of={{ input: input() }} pick={again} /></Suspense>, true)}>{picture()}</button>}
    </Show>
  )
}

function Plain(props: { media: Of<'file'>; message: Message }) {
  const local = () => isLocal(props.message.id)
  const download = useDownload(() => props.media.full, () => 'application/octet-stream')
  async function save() {
    const url = await download.get()
    if (!url) return
    const anchor = document.createElement('a')
    anchor.href = url
    anchor.download = props.media.name
    anchor.click()
  }
  const ending = () => (/\.(\w{1,5})$/.exec(props.media.name)?.[1] ?? '').toUpperCase()
  const share = () => (local() ? props.message.progress : download.share())
  return (
    <div class="file">
      <button
        type="button" class="sound-button"
        aria-label={local() ? t('msg.cancelUpload') : download.share() === undefined ? t('msg.download', { name: props.media.name }) : t('msg.cancelDownload')}
        onClick={() => (local() ? cancelUpload(props.message) : download.share() === undefined ? void save() : download.stop())}
      >
        <Icon name={share() === undefined ? (ending() ? 'file' : 'download') : 'close'} /><Circle share={share()} />
      </button>
      <div>
        <b>{props.media.name || t('kind.file')}</b>
        <small>
          {share() === undefined ? `${fileSize(props.media.size)}${ending() ? ` · ${ending()}` : ''}` : `${fileSize(share()! * props.media.size)} / ${fileSize(props.media.size)}`}
        </small>
      </div>
    </div>
  )
}
