/** What a message carries beside its text. */
import { createResource, createSignal, For, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { FileRef, Media as Carried, Message, Poll as PollModel } from '../model/model'
import { attempt } from '../state/attempt'
import { fileUrl } from '../state/fileUrl'
import { vote } from '../state/vote'
import { openPhone } from '../state/openPhone'
import { go } from '../state/go'
import { linkUrl } from '../text/linkUrl'
import { t } from '../text/text'
import { tCount } from '../text/tCount'
import { Icon } from './Icon'

const FileMedia = lazy(() => import('./FileMedia'))

export function Media(props: { media: Carried; message: Message }) {
  const as = <K extends Carried['kind']>(kind: K) => (props.media.kind === kind ? (props.media as Extract<Carried, { kind: K }>) : undefined)
  const isFile = () => ['photo', 'video', 'voice', 'audio', 'sticker', 'file'].includes(props.media.kind)
  return (
    <Switch>
      <Match when={isFile()}>
        <Suspense fallback={<div class="media-waiting" />}><FileMedia media={props.media} message={props.message} /></Suspense>
      </Match>
      <Match when={as('poll')}>{(media) => <Poll poll={media().poll} message={props.message} />}</Match>
      <Match when={as('place')}>
        {(place) => (
          <a class="place" href={`https://www.openstreetmap.org/?mlat=${place().latitude}&mlon=${place().longitude}#map=16/${place().latitude}/${place().longitude}`} target="_blank" rel="noopener noreferrer">
            <Icon name="place" />
            <span>
              <b>{place().title ?? t('kind.place')}</b>
              <span>{place().address ?? `${place().latitude.toFixed(5)}, ${place().longitude.toFixed(5)}`}</span>
              <small>{t('place.open')}</small>
            </span>
          </a>
        )}
      </Match>
      <Match when={as('contact')}>
        {(contact) => (
          <button type="button" class="place" onClick={() => (contact().user ? go({ chat: contact().user as number }) : void attempt(() => openPhone(contact().phone)))}>
            <Icon name="user" />
            <span><b>{contact().name}</b><span>+{contact().phone.replace(/^\+/, '')}</span></span>
          </button>
        )}
      </Match>
      <Match when={as('dice')}>
        {(dice) => <div class="dice" role="img" aria-label={`${dice().emoji} ${dice().value}`}><span aria-hidden="true">{dice().emoji}</span><b aria-hidden="true">{dice().value}</b></div>}
      </Match>
      <Match when={as('link')}>
        {(link) => (
          <a class="preview" href={linkUrl(link().url)} target="_blank" rel="noopener noreferrer nofollow">
            <Show when={link().site}><b>{link().site}</b></Show>
            <Show when={link().title}><strong>{link().title}</strong></Show>
            <span>{link().text}</span>
            <Show when={link().photo}>{(photo) => <LinkPhoto file={photo()} />}</Show>
          </a>
        )}
      </Match>
      <Match when={as('gone')}>{(gone) => <p class="unsupported">{t(`gone.${gone().what}`)}</p>}</Match>
      <Match when={as('other')}><p class="unsupported">{t('msg.unsupported')}</p></Match>
    </Switch>
  )
}

function LinkPhoto(props: { file: FileRef }) {
  const [url] = createResource(() => props.file, (file) => fileUrl(file).catch(() => undefined))
  return <Show when={url()}>{(address) => <img class="preview-photo" src={address()} alt="" />}</Show>
}

function Poll(props: { poll: PollModel; message: Message }) {
  const [chosen, setChosen] = createSignal<string[]>([])
  const [busy, setBusy] = createSignal(false)
  const shown = () => props.poll.voted || props.poll.closed
  const share = (voters: number) => (props.poll.total ? Math.round((voters / props.poll.total) * 100) : 0)
  async function send(options: string[]) {
    setBusy(true)
    await attempt(() => vote(props.message, options))
    setBusy(false)
    setChosen([])
  }
  return (
    <div class="poll" aria-busy={busy()}>
      <b>{props.poll.question}</b>
      <small>{props.poll.closed ? t('poll.closed') : props.poll.quiz ? t('poll.quiz') : t(props.poll.public ? 'poll.public' : 'poll.anonymous')}</small>
      <ul>
        <For each={props.poll.options}>
          {(option) => (
            <li>
              <Show
                when={!shown()}
                fallback={
                  <div class="poll-result" classList={{ mine: option.chosen, right: option.correct, wrong: props.poll.quiz && option.chosen && !option.correct }}>
                    <span class="poll-share">{share(option.voters)} %</span>
                    <span>{option.text}</span>
                    <i style={{ width: `${Math.max(2, share(option.voters))}%` }} />
                  </div>
                }
              >
                <button
                  type="button" class="poll-option" aria-pressed={chosen().includes(option.key)} disabled={busy()}
                  onClick={() => {
                    if (!props.poll.multiple) void send([option.key])
                    else setChosen(chosen().includes(option.key) ? chosen().filter((one) => one !== option.key) : [...chosen(), option.key])
                  }}
                >
                  <i classList={{ square: props.poll.multiple }} />
                  {option.text}
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <div class="poll-foot">
        <span>{props.poll.total ? tCount('poll.votes', props.poll.total) : t('poll.noVotes')}</span>
        <Show when={!shown() && props.poll.multiple}>
          <button type="button" disabled={!chosen().length || busy()} onClick={() => void send(chosen())}>{t('poll.vote')}</button>
        </Show>
        <Show when={props.poll.voted && !props.poll.closed && !props.poll.quiz}>
          <button type="button" disabled={busy()} onClick={() => void send([])}>{t('poll.retract')}</button>
        </Show>
      </div>
      <Show when={shown() && props.poll.solution}><p class="quiet">{props.poll.solution}</p></Show>
    </div>
  )
}
