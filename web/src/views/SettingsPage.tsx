/** A page of the settings: its title, the way back, and what stands in it. */
import type { JSX } from 'solid-js'
import { t } from '../text/text'
import { Icon } from './Icon'
import { leavePanel, openPanel } from './Sidebar'

export function SettingsPage(props: { title: string; back?: string; children: JSX.Element; action?: JSX.Element }) {
  return (
    <div class="panel">
      <header class="bar">
        <button type="button" class="round" aria-label={t('common.back')} onClick={() => (props.back === undefined ? leavePanel() : openPanel(props.back))}><Icon name="back" /></button>
        <h2>{props.title}</h2>
        {props.action}
      </header>
      <div class="scroll">{props.children}</div>
    </div>
  )
}
