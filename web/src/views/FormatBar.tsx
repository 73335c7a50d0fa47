/** Styles for what is chosen in the field, for those who do not write the marks themselves. */
import { For, type JSX } from 'solid-js'
import type { Key } from '../text/language'
import { t } from '../text/text'

const STYLES: readonly (readonly [string, Key, () => JSX.Element])[] = [
  ['**', 'format.bold', () => <b>B</b>], ['__', 'format.italic', () => <i>I</i>], ['~~', 'format.strike', () => <s>S</s>],
  ['`', 'format.code', () => <code>{'</>'}</code>], ['||', 'format.spoiler', () => <span>▒▒</span>],
]

export default function FormatBar(props: { wrap: (mark: string) => void }) {
  return (
    <div class="format-bar" role="toolbar" aria-label={t('format.title')}>
      <For each={STYLES}>
        {([mark, name, sign]) => <button type="button" aria-label={t(name)} title={t(name)} onPointerDown={(event) => event.preventDefault()} onClick={() => props.wrap(mark)}><span aria-hidden="true">{sign()}</span></button>}
      </For>
    </div>
  )
}
