/** A text with its styles, links, hidden parts and code. */
import { createMemo, createSignal, For, type JSX, lazy, Suspense } from 'solid-js'
import type { Entity } from '../model/model'
import { attempt } from '../state/attempt'
import { followLink } from '../state/followLink'
import { openPhone } from '../state/openPhone'
import { openUsername } from '../state/openUsername'
import { go } from '../state/go'
import { route } from '../state/route'
import { sendText } from '../state/sendText'
import { toast } from '../state/toast'
import { linkUrl } from '../text/linkUrl'
import { type Piece, pieces } from '../text/pieces'
import { t } from '../text/text'

const CustomEmoji = lazy(() => import('./CustomEmoji'))

export function FormattedText(props: { text: string; entities: readonly Entity[] }) {
  const all = createMemo(() => (props.entities.length ? pieces(props.text, props.entities) : [props.text]))
  return <Pieces all={all()} />
}

function Pieces(props: { all: readonly Piece[] }) {
  return <For each={props.all as Piece[]}>{(piece) => (typeof piece === 'string' ? piece : <Styled entity={piece.entity} inside={piece.inside} />)}</For>
}

const plain = (all: readonly Piece[]): string => all.map((piece) => (typeof piece === 'string' ? piece : plain(piece.inside))).join('')

function Styled(props: { entity: Entity; inside: readonly Piece[] }): JSX.Element {
  const inside = () => <Pieces all={props.inside} />
  const { entity } = props
  switch (entity.kind) {
    case 'bold':
      return <b>{inside()}</b>
    case 'italic':
      return <i>{inside()}</i>
    case 'underline':
      return <u>{inside()}</u>
    case 'strike':
      return <s>{inside()}</s>
    case 'code':
      return <code>{inside()}</code>
    case 'quote':
      return <blockquote>{inside()}</blockquote>
    case 'pre':
      return <Code language={entity.language ?? ''} text={plain(props.inside)} />
    case 'spoiler':
      return <Spoiler>{inside()}</Spoiler>
    case 'link':
    case 'url':
    case 'email': {
      const written = entity.url ?? plain(props.inside)
      const url = linkUrl(entity.kind === 'email' ? `mailto:${written}` : written)
      return url ? <a href={url} target="_blank" rel="noopener noreferrer nofollow" title={entity.kind === 'link' ? url : undefined} onClick={(event) => followLink(url) && event.preventDefault()}>{inside()}</a> : inside()
    }
    case 'phone':
      return <a href={linkUrl(`tel:${plain(props.inside)}`)} onClick={(event) => { event.preventDefault(); void attempt(() => openPhone(plain(props.inside))) }}>{inside()}</a>
    case 'mention':
      if (entity.user) return <a href={`#chat=${entity.user}`} onClick={(event) => { event.preventDefault(); go({ chat: entity.user as number }) }}>{inside()}</a>
      return <a href={`#at=${plain(props.inside).slice(1)}`} onClick={(event) => { event.preventDefault(); void attempt(() => openUsername(plain(props.inside))) }}>{inside()}</a>
    case 'emoji':
      return <Suspense fallback={inside()}><CustomEmoji id={entity.emoji ?? ''} alt={plain(props.inside)} opens>{inside()}</CustomEmoji></Suspense>
    case 'command':
      return <button type="button" class="text-link" onClick={() => { const { chat } = route(); if (chat) sendText(chat, plain(props.inside), { plain: true }) }}>{inside()}</button>
    default:
      return inside()
  }
}

function Spoiler(props: { children: JSX.Element }) {
  const [open, setOpen] = createSignal(false)
  return (
    <span
      class="spoiler" classList={{ open: open() }} role="button" tabindex={open() ? -1 : 0} aria-label={open() ? undefined : t('msg.spoiler')}
      onClick={(event) => { if (!open()) { event.stopPropagation(); event.preventDefault(); setOpen(true) } }}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && setOpen(true)}
    >
      <span aria-hidden={!open()} inert={!open()}>{props.children}</span>
    </span>
  )
}

function Code(props: { language: string; text: string }) {
  async function copy() {
    await navigator.clipboard.writeText(props.text)
    toast(t('common.copied'))
  }
  return (
    <div class="code-block">
      <div class="code-head"><span>{props.language}</span><button type="button" onClick={() => void copy()} aria-label={t('msg.copyCode')}>{t('common.copy')}</button></div>
      <pre tabindex="0"><code>{props.text}</code></pre>
    </div>
  )
}
