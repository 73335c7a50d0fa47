import type { PeerId } from '../model/model'
import { t } from '../text/text'
import { personName } from './personName'
import { state } from './store'

/** Who is writing in a chat just now, in words; empty when nobody is. */
export function typingText(chat: PeerId, now: number): string {
  const all = Object.entries(state.typing[chat] ?? {}).filter(([, one]) => one && one.until > now * 1000)
  const [who, one] = all[0] ?? []
  if (!one) return ''
  const what = t(`chat.${one.what}`)
  return state.peers[chat]?.kind === 'user' ? what : all.length === 1 ? t('chat.typingWho', { name: personName(Number(who)) }) : `${all.length} · ${what}`
}
