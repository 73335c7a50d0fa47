/** The invite links of a group or channel: listed, copied, made, revoked. */
import { createResource, createSignal, For, Show } from 'solid-js'
import type { InviteLink } from '../model/model'
import { attempt } from '../state/attempt'
import { inviteUrl } from '../state/inviteUrl'
import { link } from '../state/link'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { dayAndTime } from '../text/dayAndTime'
import { span } from '../text/span'
import { Icon } from './Icon'
import { TextField } from './NewChat'
import { closeModal } from './Overlay'
import { Toggle } from './Toggle'

const HOUR = 3600

export default function GroupLinks(props: { chat: number }) {
  const [links, { refetch }] = createResource(async () => {
    const protocol = await link()
    const both = await Promise.all([protocol.getInviteLinks(props.chat, false), protocol.getInviteLinks(props.chat, true)]).catch(() => undefined)
    return both ? { good: both[0], revoked: both[1] } : undefined
  })
  const [making, setMaking] = createSignal(false)
  const change = (work: () => Promise<unknown>) => attempt(async () => {
    await work()
    await refetch()
  })
  return (
    <Show when={!making()} fallback={<NewLink chat={props.chat} make={change} done={() => setMaking(false)} />}>
      <h2 id="modal-title">{t('links.title')}</h2>
      <div class="modal-scroll">
        <Show when={links.latest} fallback={<p class="quiet pad">{t(links.loading ? 'common.loading' : 'error.notServed')}</p>}>
          {(all) => (
            <>
              <ul class="links">
                <For each={all().good} fallback={<li class="quiet pad">{t('links.none')}</li>}>{(one) => <Row one={one} chat={props.chat} change={change} />}</For>
              </ul>
              <Show when={all().revoked.length}>
                <h3 class="section">{t('links.revoked')}</h3>
                <ul class="links"><For each={all().revoked}>{(one) => <Row one={one} chat={props.chat} change={change} />}</For></ul>
              </Show>
            </>
          )}
        </Show>
      </div>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button>
        <button type="button" class="primary" onClick={() => setMaking(true)}>{t('links.new')}</button>
      </div>
    </Show>
  )
}

function Row(props: { one: InviteLink; chat: number; change: (work: () => Promise<unknown>) => Promise<boolean> }) {
  const [sure, setSure] = createSignal(false)
  const facts = () => [
    props.one.limit ? t('links.ofLimit', { count: props.one.used, limit: props.one.limit }) : tCount('links.joined', props.one.used),
    props.one.approval && t('links.approved'),
    props.one.waiting && tCount('links.waiting', props.one.waiting),
    props.one.expires && t('links.until', { when: dayAndTime(props.one.expires) }),
  ].filter(Boolean).join(' · ')
  async function copy() {
    await navigator.clipboard.writeText(inviteUrl(props.one.hash))
    toast(t('common.copied'))
  }
  const revoke = () => void props.change(async () => (await link()).revokeInviteLink(props.chat, props.one))
  return (
    <li classList={{ revoked: props.one.revoked }}>
      <Icon name="link" />
      <span>
        <b>{props.one.title ?? (props.one.permanent ? t('links.permanent') : `…/${props.one.hash.slice(0, 6)}…`)}</b>
        <small>{facts()}</small>
      </span>
      <Show
        when={!sure()}
        fallback={
          <>
            <button type="button" class="plain" onClick={() => setSure(false)}>{t('common.cancel')}</button>
            <button type="button" class="plain danger" onClick={revoke}>{t(props.one.revoked ? 'common.delete' : 'links.revoke')}</button>
          </>
        }
      >
        <Show when={!props.one.revoked}>
          <button type="button" class="round small" aria-label={`${t('links.copy')}: ${props.one.title ?? props.one.hash}`} onClick={() => void copy()}><Icon name="copy" /></button>
        </Show>
        <button type="button" class="round small" aria-label={`${t(props.one.revoked ? 'common.delete' : 'links.revoke')}: ${props.one.title ?? props.one.hash}`} onClick={() => setSure(true)}><Icon name="trash" /></button>
      </Show>
    </li>
  )
}

function NewLink(props: { chat: number; make: (work: () => Promise<unknown>) => Promise<boolean>; done: () => void }) {
  const [title, setTitle] = createSignal('')
  const [time, setTime] = createSignal(0)
  const [limit, setLimit] = createSignal(0)
  const [approval, setApproval] = createSignal(false)
  async function submit(event: SubmitEvent) {
    event.preventDefault()
    const expires = time() ? Math.floor(Date.now() / 1000) + time() : 0
    const made = await props.make(async () => (await link()).createInviteLink(props.chat, { title: title().trim(), expires, limit: limit(), approval: approval() }))
    if (made) props.done()
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2 id="modal-title">{t('links.new')}</h2>
      <TextField label={t('links.name')} value={title()} set={setTitle} optional max={32} />
      <label class="line choice">
        <span>{t('links.expires')}</span>
        <select onChange={(event) => setTime(Number(event.currentTarget.value))}>
          <For each={[0, HOUR, 24 * HOUR, 7 * 24 * HOUR]}>{(seconds) => <option value={seconds} selected={seconds === time()}>{seconds ? span(seconds) : t('links.forever')}</option>}</For>
        </select>
      </label>
      <Toggle label={t('links.approval')} on={approval()} set={setApproval} />
      <Show when={!approval()}>
        <label class="line choice">
          <span>{t('links.limit')}</span>
          <select onChange={(event) => setLimit(Number(event.currentTarget.value))}>
            <For each={[0, 1, 10, 50, 100]}>{(most) => <option value={most} selected={most === limit()}>{most || t('links.noLimit')}</option>}</For>
          </select>
        </label>
      </Show>
      <div class="modal-actions">
        <button type="button" class="plain" onClick={props.done}>{t('common.cancel')}</button>
        <button type="submit" class="primary">{t('links.create')}</button>
      </div>
    </form>
  )
}
