/** Who asks to be let in, and the two answers. */
import { createResource } from 'solid-js'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { t } from '../text/text'
import { shortWhen } from '../text/shortWhen'
import { PeopleModal } from './PeopleModal'

export default function JoinRequests(props: { chat: number; changed: () => void }) {
  const [all, { mutate }] = createResource(async () => (await link()).getJoinRequests(props.chat).catch(() => []))
  const answer = (user: number, letIn: boolean) => void attempt(async () => {
    await (await link()).answerJoinRequest(props.chat, user, letIn)
    mutate(all.latest?.filter((one) => one.user !== user))
    props.changed()
  })
  const people = () => (all.latest ?? []).map((one) => ({
    id: one.user, line: one.about || shortWhen(one.date),
    actions: [
      { text: t('profile.refuse'), run: () => answer(one.user, false) },
      { text: t('profile.accept'), main: true, run: () => answer(one.user, true) },
    ],
  }))
  return <PeopleModal title={t('profile.requests')} people={people()} none={t(all.loading ? 'common.loading' : 'requests.none')} />
}
