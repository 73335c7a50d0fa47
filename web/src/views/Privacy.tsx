/** Who may see what, key by key, and the doors to exceptions, the two-step password and blocked people. */
import { createResource, For, Show } from 'solid-js'
import type { PrivacyKey, PrivacyRules } from '../model/model'
import { link } from '../state/link'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { Icon } from './Icon'
import { SettingsPage } from './SettingsPage'
import { openPanel } from './Sidebar'

const PRIVACY: PrivacyKey[] = ['lastSeen', 'phone', 'photo', 'bio', 'forwards', 'groups', 'birthday']

export function Privacy() {
  const [rules] = createResource(async () => {
    const protocol = await link()
    const all = await Promise.all(PRIVACY.map((key) => protocol.getPrivacy(key).catch(() => undefined)))
    return Object.fromEntries(PRIVACY.map((key, index) => [key, all[index]])) as Partial<Record<PrivacyKey, PrivacyRules>>
  })
  const words = ({ rule, always, never }: PrivacyRules) =>
    [t(`privacy.${rule}`), always.length + never.length ? tCount('privacy.exceptions', always.length + never.length) : ''].filter(Boolean).join(' · ')
  return (
    <SettingsPage title={t('settings.privacy')} back="settings">
      <For each={PRIVACY}>
        {(key) => (
          <Show when={rules()?.[key]}>
            {(known) => (
              <button type="button" class="fact" onClick={() => openPanel(`settings/privacy/${key}`)}>
                <span><span>{t(`privacy.${key}`)}</span><small>{words(known())}</small></span>
              </button>
            )}
          </Show>
        )}
      </For>
      <button type="button" class="line" onClick={() => openPanel('settings/password')}><Icon name="lock" />{t('password.title')}</button>
      <button type="button" class="line" onClick={() => openPanel('settings/blocked')}><Icon name="block" />{t('settings.blocked')}</button>
    </SettingsPage>
  )
}
