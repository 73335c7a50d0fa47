/** What members, or one of them, may do: a switch for each. */
import { For } from 'solid-js'
import { PERMISSIONS, type Permissions } from '../model/model'
import { t } from '../text/text'
import { Toggle } from './Toggle'

export function PermissionToggles(props: { permissions: Permissions; set: (permissions: Permissions) => void }) {
  return (
    <For each={PERMISSIONS}>
      {(one) => (
        <Toggle
          label={t(`perm.${one}`)} on={props.permissions[one]} disabled={!props.permissions.send && ['media', 'stickers', 'links', 'polls'].includes(one)}
          set={(on) => props.set({ ...props.permissions, [one]: on })}
        />
      )}
    </For>
  )
}
