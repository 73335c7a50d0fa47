/** What can be done with the chosen messages. */
import { leaveSelection } from '../state/leaveSelection'
import { selectedIds } from '../state/selectedIds'
import { messageAt } from '../state/messageAt'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { askDelete, askForward } from './messageMenu'
import { Icon } from './Icon'

export function SelectionBar(props: { chat: number }) {
  const ids = selectedIds
  const messages = () => ids().map((id) => messageAt(props.chat, id)).filter((one) => one !== undefined)
  async function copy() {
    await navigator.clipboard.writeText(messages().map((message) => message.text).filter(Boolean).join('\n\n'))
    leaveSelection()
  }
  return (
    <header class="bar chat-bar selection">
      <button type="button" class="round" aria-label={t('common.cancel')} onClick={leaveSelection}><Icon name="close" /></button>
      <strong role="status">{tCount('msg.selected', ids().length)}</strong>
      <button type="button" class="round" aria-label={t('msg.copy')} onClick={() => void copy()}><Icon name="copy" /></button>
      <button type="button" class="round" aria-label={t('msg.forward')} onClick={() => askForward(props.chat, ids())}><Icon name="forward" /></button>
      <button type="button" class="round danger" aria-label={t('msg.delete')} onClick={() => askDelete(props.chat, ids())}><Icon name="trash" /></button>
    </header>
  )
}
