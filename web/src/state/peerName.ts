import type { PeerId } from '../model/model'
import { t } from '../text/text'
import { state } from './store'
import { personName } from './personName'

/** How somebody or something is called in lists. */
export function peerName(id: PeerId | undefined): string {
  if (id === undefined) return ''
  if (id === state.me) return t('list.saved')
  return personName(id)
}
