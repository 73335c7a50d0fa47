/** What was shared in a chat: photos and videos, files, links, voice messages; a kind that there is none of has no tab. */
import { createEffect, createMemo, createResource, createSignal, For, Match, on, Show, Switch } from 'solid-js'
import type { Message } from '../model/model'
import { attempt } from '../state/attempt'
import { fileUrl } from '../state/fileUrl'
import { link } from '../state/link'
import { personName } from '../state/personName'
import { preview } from '../state/preview'
import { go } from '../state/go'
import type { Key } from '../text/language'
import { t } from '../text/text'
import { fileSize } from '../text/fileSize'
import { playTime } from '../text/playTime'
import { shortWhen } from '../text/shortWhen'
import { Icon } from './Icon'
import { openViewer } from './Viewer'

const PAGE = 30
const KINDS = [['media', 'shared.media'], ['files', 'shared.files'], ['links', 'shared.links'], ['voices', 'shared.voices']] as const satisfies readonly (readonly [string, Key])[]
type Kind = (typeof KINDS)[number][0]
interface Found { messages: Message[]; total: number }

export default function SharedMedia(props: { chat: number }) {
  const ask = async (only: Kind, before?: number): Promise<Found> => (await link()).searchChat({ chat: props.chat, only, limit: PAGE, ...(before ? { before } : {}) })
  const [all, { mutate }] = createResource(() => props.chat, async () => {
    const found = await Promise.all(KINDS.map(async ([kind]) => [kind, await ask(kind).catch((): Found => ({ messages: [], total: 0 }))] as const))
    return Object.fromEntries(found) as Record<Kind, Found>
  })
  const kinds = createMemo(() => KINDS.filter(([kind]) => all.latest?.[kind].messages.length))
  const [chosen, setChosen] = createSignal<Kind>()
  createEffect(on(() => props.chat, () => setChosen(undefined)))
  const kind = () => kinds().find(([one]) => one === chosen())?.[0] ?? kinds()[0]?.[0]
  const shown = () => {
    const one = kind()
    return one && all.latest ? all.latest[one] : undefined
  }
  async function more() {
    const one = kind()
    const known = shown()
    if (!one || !known) return
    await attempt(async () => {
      const { messages } = await ask(one, known.messages.at(-1)?.id)
      // The number that the server told may count what is not shown.
      const total = messages.length ? known.total : known.messages.length
      if (all.latest) mutate({ ...all.latest, [one]: { messages: [...known.messages, ...messages], total } })
    })
  }
  // Where both have room the list stays.
  const open = (message: Message) => go({ chat: props.chat, message: message.id, ...(innerWidth > 1000 ? { info: true } : {}) })
  return (
    <Show when={kinds().length}>
      <div class="shared">
        <div class="tabs" role="group" aria-label={t('shared.title')}>
          <For each={kinds()}>{([one, name]) => <button type="button" aria-pressed={kind() === one} onClick={() => setChosen(one)}>{t(name)}</button>}</For>
        </div>
        <Switch>
          <Match when={kind() === 'media'}>
            <div class="shared-grid"><For each={shown()?.messages}>{(message) => <Picture message={message} open={() => open(message)} />}</For></div>
          </Match>
          <Match when={kind()}>
            <ul class="shared-list"><For each={shown()?.messages}>{(message) => <li><Line message={message} open={() => open(message)} /></li>}</For></ul>
          </Match>
        </Switch>
        <Show when={(shown()?.messages.length ?? 0) < (shown()?.total ?? 0)}><button type="button" class="plain" onClick={() => void more()}>{t('shared.more')}</button></Show>
      </div>
    </Show>
  )
}

function Picture(props: { message: Message; open: () => void }) {
  const media = () => {
    const { media } = props.message
    return media?.kind === 'photo' || media?.kind === 'video' ? media : undefined
  }
  const [url] = createResource(() => media()?.small ?? (media()?.kind === 'photo' ? media()?.full : undefined), (file) => fileUrl(file).catch(() => undefined))
  const length = () => {
    const known = media()
    return known?.kind === 'video' ? playTime(known.duration) : ''
  }
  return (
    <button type="button" aria-label={[t(length() ? 'kind.video' : 'kind.photo'), length(), shortWhen(props.message.date)].filter(Boolean).join(', ')} onClick={() => (media()?.kind === 'photo' ? openViewer(props.message) : props.open())}>
      <Show when={url.state === 'ready' && url() ? url() : media()?.thumb}>{(address) => <img src={address()} alt="" draggable={false} />}</Show>
      <Show when={length()}><span class="duration">{length()}</span></Show>
    </button>
  )
}

function Line(props: { message: Message; open: () => void }) {
  const { media } = props.message
  const icon = media?.kind === 'voice' ? 'mic' : media?.kind === 'link' || !media ? 'link' : 'file'
  const title = () => (media?.kind === 'link' ? media.title || media.url : media?.kind === 'voice' ? personName(props.message.from) : preview(props.message))
  const more = () => [media?.kind === 'file' ? fileSize(media.size) : media?.kind === 'voice' ? playTime(media.duration) : media?.kind === 'link' ? media.url : '', shortWhen(props.message.date)].filter(Boolean).join(' · ')
  return (
    <button type="button" class="fact" onClick={() => props.open()}>
      <Icon name={icon} />
      <span><span dir="auto">{title()}</span><small>{more()}</small></span>
    </button>
  )
}
