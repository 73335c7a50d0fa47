/** What a group or channel is called and looks like, who finds it, and its end. */
import { createResource, createSignal, For, onCleanup, Show } from 'solid-js'
import { attempt } from '../state/attempt'
import { dropChat } from '../state/dropChat'
import { explain } from '../state/explain'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { go } from '../state/go'
import { state } from '../state/store'
import { t } from '../text/text'
import { TextField } from './NewChat'
import { closeModal, openModal, Question } from './Overlay'
import { PhotoButton } from './PhotoButton'
import { Toggle } from './Toggle'

interface Info {
  about: string
  historyHidden: boolean
  signatures: boolean
  linked?: number
}

export default function GroupEdit(props: { chat: number; info: Info; changed: () => void }) {
  const peer = () => state.peers[props.chat]
  const [title, setTitle] = createSignal(peerName(props.chat))
  const [about, setAbout] = createSignal(props.info.about)
  const [username, setUsername] = createSignal(peer()?.username ?? '')
  const [hidden, setHidden] = createSignal(props.info.historyHidden)
  const [signatures, setSignatures] = createSignal(props.info.signatures)
  const [forum, setForum] = createSignal(peer()?.forum ?? false)
  const [linked, setLinked] = createSignal(props.info.linked ?? 0)
  const [groups] = createResource(() => peer()?.kind === 'channel' && peer()?.creator, async () => (await link()).getDiscussionGroups().catch(() => [] as number[]))
  const choices = () => [...new Set([...(props.info.linked ? [props.info.linked] : []), ...(groups.latest ?? [])])]
  const [said, setSaid] = createSignal('')
  const isPublicKind = () => peer()?.kind === 'supergroup' || peer()?.kind === 'channel'
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  function onUsername(text: string) {
    setUsername(text)
    clearTimeout(timer)
    setSaid('')
    if (!text || text === peer()?.username) return
    timer = setTimeout(async () => {
      try {
        setSaid((await (await link()).checkChatUsername(props.chat, text)) ? t('group.publicFree') : t('group.publicTaken'))
      } catch (error) {
        setSaid(explain(error))
      }
    }, 400)
  }
  async function save(event: SubmitEvent) {
    event.preventDefault()
    const done = await attempt(async () => {
      const protocol = await link()
      if (title().trim() !== peer()?.name) await protocol.renameGroup(props.chat, title().trim())
      if (about().trim() !== props.info.about) await protocol.editAbout(props.chat, about().trim())
      if (username().trim() !== (peer()?.username ?? '')) await protocol.setChatUsername(props.chat, username().trim())
      if (hidden() !== props.info.historyHidden) await protocol.setHistoryHidden(props.chat, hidden())
      if (forum() !== (peer()?.forum ?? false)) await protocol.setForum(props.chat, forum())
      if (linked() !== (props.info.linked ?? 0)) await protocol.setDiscussionGroup(props.chat, linked() || undefined)
      if (signatures() !== props.info.signatures) await protocol.setSignatures(props.chat, signatures())
    })
    props.changed()
    if (done) closeModal()
  }
  const upgrade = () => openModal(() => (
    <Question title={t('group.upgrade')} text={t('group.upgradeText')} answer={t('group.upgrade')} run={() => void attempt(async () => go({ chat: await (await link()).upgradeGroup(props.chat) }))} />
  ))
  const remove = () => openModal(() => (
    <Question
      title={t('group.deleteTitle', { name: peerName(props.chat) })} text={t('group.deleteText')} answer={t('group.delete')} danger
      run={() => void attempt(async () => {
        await (await link()).deleteGroup(props.chat)
        dropChat(props.chat)
        go({})
      })}
    />
  ))
  return (
    <form onSubmit={(event) => void save(event)}>
      <h2 id="modal-title">{t(peer()?.kind === 'channel' ? 'group.editChannel' : 'group.edit')}</h2>
      <div class="modal-scroll padded">
        <PhotoButton id={props.chat} set={async (picture) => (await link()).setChatPhoto(props.chat, picture)} />
        <TextField label={t('group.name')} value={title()} set={setTitle} max={128} />
        <TextField label={t('group.description')} value={about()} set={setAbout} rows={3} optional max={255} />
        <Show when={isPublicKind() && peer()?.creator}>
          <TextField label={t('group.publicName')} value={username()} set={onUsername} optional max={32} hint={said() || t('group.publicHint')} />
        </Show>
        <Show when={peer()?.kind === 'supergroup' && !username()}><Toggle label={t('group.historyHidden')} on={hidden()} set={setHidden} /></Show>
        <Show when={peer()?.kind === 'supergroup' && peer()?.creator}><Toggle label={t('topics.on')} on={forum()} set={setForum} /></Show>
        <Show when={choices().length}>
          <label class="line choice">
            <span>{t('group.comments')}</span>
            <select onChange={(event) => setLinked(Number(event.currentTarget.value))}>
              <option value={0} selected={!linked()}>{t('group.noComments')}</option>
              <For each={choices()}>{(id) => <option value={id} selected={linked() === id}>{peerName(id)}</option>}</For>
            </select>
          </label>
        </Show>
        <Show when={peer()?.kind === 'channel'}><Toggle label={t('group.signatures')} on={signatures()} set={setSignatures} /></Show>
        <Show when={peer()?.kind === 'group' && peer()?.creator}><button type="button" class="line" onClick={upgrade}>{t('group.upgrade')}</button></Show>
        <Show when={peer()?.creator}><button type="button" class="line danger" onClick={remove}>{t('group.delete')}</button></Show>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.cancel')}</button>
        <button type="submit" class="primary" disabled={!title().trim()}>{t('common.save')}</button>
      </div>
    </form>
  )
}
