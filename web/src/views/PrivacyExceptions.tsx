/** One key of privacy: who may, and for whom it is otherwise. What is chosen holds at once, or goes back if the server refuses. */
import { createResource, createSignal, For, Show } from 'solid-js'
import type { PrivacyKey, PrivacyRules } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { state } from '../state/store'
import { t } from '../text/text'
import { Icon } from './Icon'
import { PeopleList } from './NewChat'
import { closeModal, openModal } from './Overlay'
import { SettingsPage } from './SettingsPage'

export function PrivacyExceptions(props: { name: PrivacyKey }) {
  const [rules, { mutate }] = createResource(async () => (await link()).getPrivacy(props.name).catch(() => undefined))
  async function change(part: Partial<PrivacyRules>) {
    const before = rules()
    if (!before) return
    const wanted = { ...before, ...part }
    mutate(wanted)
    const done = await attempt(async () => mutate(await (await link()).setPrivacy(props.name, wanted)))
    if (!done) mutate(before)
  }
  const kinds = () => (rules()?.rule === 'everybody' ? (['never'] as const) : rules()?.rule === 'nobody' ? (['always'] as const) : (['always', 'never'] as const))
  const add = (kind: 'always' | 'never') => openModal(() => (
    <ChoosePeople
      title={t(`privacy.${kind}`)} chosen={rules()?.[kind] ?? []}
      set={(ids) => void change(kind === 'always' ? { always: ids, never: (rules()?.never ?? []).filter((id) => !ids.includes(id)) } : { never: ids, always: (rules()?.always ?? []).filter((id) => !ids.includes(id)) })}
    />
  ))
  return (
    <SettingsPage title={t(`privacy.${props.name}`)} back="settings/privacy">
      <Show when={rules()} fallback={<p class="quiet pad">{t(rules.loading ? 'common.loading' : 'error.notServed')}</p>}>
        {(known) => (
          <>
            <div role="radiogroup" aria-label={t(`privacy.${props.name}`)}>
              <For each={['everybody', 'contacts', 'nobody'] as const}>
                {(one) => (
                  <label class="line toggle">
                    <span>{t(`privacy.${one}`)}</span>
                    <input type="radio" name="privacy" checked={known().rule === one} onChange={() => void change({ rule: one })} />
                  </label>
                )}
              </For>
            </div>
            <For each={kinds()}>
              {(kind) => (
                <>
                  <h3 class="section">{t(`privacy.${kind}`)}</h3>
                  <PeopleList ids={known()[kind]} note={() => t('privacy.takeOut')} pick={(id) => void change({ [kind]: known()[kind].filter((one) => one !== id) })} />
                  <button type="button" class="line" onClick={() => add(kind)}><Icon name="plus" />{t(`privacy.${kind}Add`)}</button>
                </>
              )}
            </For>
          </>
        )}
      </Show>
    </SettingsPage>
  )
}

function ChoosePeople(props: { title: string; chosen: number[]; set: (ids: number[]) => void }) {
  const [chosen, setChosen] = createSignal(props.chosen)
  const people = () => Object.values(state.peers)
    .filter((peer) => peer.kind === 'user' && (peer.contact || state.dialogs[peer.id] || chosen().includes(peer.id)) && !peer.self && !peer.deleted && !peer.service)
    .sort((one, two) => one.name.localeCompare(two.name))
    .map((peer) => peer.id)
  return (
    <>
      <h2 id="modal-title">{props.title}</h2>
      <div class="modal-scroll">
        <PeopleList ids={people()} chosen={chosen()} pick={(id) => setChosen(chosen().includes(id) ? chosen().filter((one) => one !== id) : [...chosen(), id])} />
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="button" class="primary" onClick={() => { closeModal(); props.set(chosen()) }}>{t('common.save')}</button>
      </div>
    </>
  )
}
