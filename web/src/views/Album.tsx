/** Photos and videos that were sent together, as one picture in rows. */
import { For, lazy, Suspense } from 'solid-js'
import type { Message } from '../model/model'
import { isLocal } from '../state/isLocal'
import { t } from '../text/text'
import { albumRows } from './albumRows'
import { messageMenu, ReactionRow } from './messageMenu'
import { openMenu } from './Overlay'

const FileMedia = lazy(() => import('./FileMedia'))

export function Album(props: { messages: Message[] }) {
  const menu = (event: MouseEvent, message: Message) => {
    event.stopPropagation()
    const items = messageMenu(message)
    if (items.length) openMenu(event, items, isLocal(message.id) ? undefined : () => <ReactionRow message={message} />)
  }
  return (
    <div class="album" role="group" aria-label={t('kind.album', { count: props.messages.length })}>
      <For each={albumRows(props.messages)}>
        {(row) => (
          <div class="album-row" classList={{ single: row.length === 1 }}>
            <For each={row}>
              {(message) => <div class="album-cell" onContextMenu={(event) => menu(event, message)}><Suspense><FileMedia media={message.media!} message={message} /></Suspense></div>}
            </For>
          </div>
        )}
      </For>
    </div>
  )
}
