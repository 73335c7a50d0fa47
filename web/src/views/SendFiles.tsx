/** What was chosen, dropped or pasted: looked at once more before it goes. */
import { createResource, createSignal, For, onCleanup, Show } from 'solid-js'
import { prepareFile } from '../state/prepareFile'
import { sendFiles } from '../state/sendFiles'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { fileSize } from '../text/fileSize'
import { Icon } from './Icon'
import { closeModal } from './Overlay'

export default function SendFiles(props: { chat: number; files: File[]; caption: string; reply: number | undefined; thread?: number | undefined; sent: () => void }) {
  const [caption, setCaption] = createSignal(props.caption)
  const [untouched, setUntouched] = createSignal(false)
  const pictures = props.files.some((file) => /^(image|video)\//.test(file.type))
  const previews = props.files.map((file) => (file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined))
  onCleanup(() => {
    for (const url of previews) if (url) URL.revokeObjectURL(url)
  })
  // Photos that go as photos are looked at; of what goes as a file the name counts.
  const asPictures = () => !untouched() && previews.every(Boolean)
  const [ready] = createResource(() => ({ untouched: untouched() }), (how) => Promise.all(props.files.map((file) => prepareFile(file, how.untouched))))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const files = ready()
    if (!files) return
    sendFiles(props.chat, files, caption(), { reply: props.reply, thread: props.thread })
    props.sent()
    closeModal()
  }
  return (
    <form onSubmit={submit}>
      <h2 id="modal-title">{tCount(asPictures() ? 'compose.sendPhotos' : 'compose.sendFiles', props.files.length)}</h2>
      <div class="chosen-files" classList={{ pictures: asPictures() }}>
        <For each={props.files}>
          {(file, index) => (
            <div class="chosen-file">
              <Show when={previews[index()]} fallback={<Icon name="file" />}>{(url) => <img src={url()} alt={asPictures() ? file.name : ''} />}</Show>
              <span hidden={asPictures()}><b>{file.name}</b><small>{fileSize(file.size)}</small></span>
            </div>
          )}
        </For>
      </div>
      <div class="field">
        <label for="caption">{t('compose.caption')}</label>
        <input id="caption" value={caption()} maxLength={1024} onInput={(event) => setCaption(event.currentTarget.value)} />
      </div>
      <Show when={pictures}>
        <label class="check"><input type="checkbox" checked={untouched()} onChange={(event) => setUntouched(event.currentTarget.checked)} />{t('compose.asFile')}</label>
      </Show>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary" disabled={ready.loading} ref={(button) => queueMicrotask(() => button.focus())}>{t('compose.send')}</button>
      </div>
    </form>
  )
}
