/** A photo, as large as the page, with those before and after it in the chat. */
import { createEffect, createResource, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import type { Message } from '../model/model'
import { fileUrl } from '../state/fileUrl'
import { personName } from '../state/personName'
import { state } from '../state/store'
import { THREAD } from '../state/thread'
import { t } from '../text/text'
import { fullWhen } from '../text/fullWhen'
import { Icon } from './Icon'

const [opened, setOpened] = createSignal<Message>()

export const openViewer = (message: Message) => setOpened(message)

export function ViewerLayer() {
  return <Show when={opened()} keyed>{(message) => <Viewer message={message} />}</Show>
}

function Viewer(props: { message: Message }) {
  let root: HTMLDialogElement | undefined
  const back = document.activeElement
  const photo = () => (props.message.media?.kind === 'photo' ? props.message.media : undefined)
  const [url] = createResource(photo, (media) => fileUrl(media.full).catch(() => undefined))
  const all = () => {
    const history = state.histories[state.thread?.chat === props.message.chat ? THREAD : props.message.chat]
    return (history?.ids ?? []).map((id) => history!.messages[id]!).filter((message) => message.media?.kind === 'photo' && (message.out || !message.media.goes))
  }
  const beside = (by: number) => {
    const photos = all()
    const at = photos.findIndex((message) => message.id === props.message.id)
    return at < 0 ? undefined : photos[at + by]
  }
  const move = (by: number) => {
    const next = beside(by)
    if (next) setOpened({ ...next })
  }
  const close = () => setOpened(undefined)
  onMount(() => root?.showModal())
  onCleanup(() => back instanceof HTMLElement && back.isConnected && back.focus({ preventScroll: true }))
  /** Twice as large at a press, to be looked at by moving about. */
  const [large, setLarge] = createSignal(false)
  // Another photo begins small again.
  createEffect(on(() => props.message, () => setLarge(false)))
  let start: { x: number; y: number } | undefined
  function up(event: PointerEvent) {
    const [x, y] = start ? [event.clientX - start.x, event.clientY - start.y] : [0, 0]
    start = undefined
    if (large() || event.pointerType === 'mouse') return
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) move(x < 0 ? 1 : -1)
    else if (Math.abs(y) > 110 && Math.abs(y) > 2 * Math.abs(x)) close()
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'ArrowLeft') move(-1)
    else if (event.key === 'ArrowRight') move(1)
    else if (event.key === '+' || event.key === '-') setLarge(event.key === '+')
  }
  return (
    <dialog class="viewer" ref={root} aria-label={t('viewer.title')} onKeyDown={onKey} onCancel={(event) => { event.preventDefault(); close() }} onClick={(event) => (event.target as Element).matches('.viewer, .viewer-stage') && close()}>
      <header>
        <span><b>{personName(props.message.from)}</b><small>{fullWhen(props.message.date)}</small></span>
        <Show when={url()}>{(address) => <a class="round" href={address()} download={`photo-${props.message.id}.jpg`} aria-label={t('viewer.save')}><Icon name="download" /></a>}</Show>
        <button type="button" class="round" aria-label={t('common.close')} onClick={close}><Icon name="close" /></button>
      </header>
      <div class="viewer-stage" classList={{ large: large() }} onPointerDown={(event) => { start = { x: event.clientX, y: event.clientY } }} onPointerUp={up}>
        <img src={url() ?? photo()?.thumb} alt={props.message.text || t('kind.photo')} draggable={false} onDblClick={() => setLarge(!large())} />
      </div>
      <button type="button" class="round viewer-side before" hidden={!beside(-1)} aria-label={t('viewer.previous')} onClick={() => move(-1)}><Icon name="back" /></button>
      <button type="button" class="round viewer-side after" hidden={!beside(1)} aria-label={t('viewer.next')} onClick={() => move(1)}><Icon name="back" /></button>
      <Show when={props.message.text}><p>{props.message.text}</p></Show>
    </dialog>
  )
}
