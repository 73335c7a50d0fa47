/** People in a dialog, each with a line and what can be done about them. */
import { For, type JSX } from 'solid-js'
import { peerName } from '../state/peerName'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { closeModal } from './Overlay'

export interface PersonLine {
  id: number
  line: string
  actions: { text: string; main?: boolean; run: () => void }[]
}

export function PeopleModal(props: { title: string; people: PersonLine[]; none: JSX.Element }) {
  return (
    <>
      <h2 id="modal-title">{props.title}</h2>
      <div class="modal-scroll">
        <ul class="people">
          <For each={props.people} fallback={<li class="quiet pad">{props.none}</li>}>
            {(one) => (
              <li class="request">
                <Avatar id={one.id} size="small" self />
                <span class="row-text"><span class="row-name">{peerName(one.id)}</span><span class="row-preview">{one.line}</span></span>
                <For each={one.actions}>
                  {(action) => <button type="button" class={action.main ? 'primary' : 'plain'} aria-label={`${action.text}: ${peerName(one.id)}`} onClick={() => action.run()}>{action.text}</button>}
                </For>
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}
