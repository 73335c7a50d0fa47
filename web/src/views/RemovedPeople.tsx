/** Who was removed from a supergroup or channel, and may not come back alone; and who may do less than others. */
import { createResource } from 'solid-js'
import { type Member, PERMISSIONS, type Permissions } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { t } from '../text/text'
import { PeopleModal } from './PeopleModal'

const ALL = Object.fromEntries(PERMISSIONS.map((one) => [one, true])) as Permissions

export default function RemovedPeople(props: { chat: number; changed: () => void }) {
  const [all, { mutate }] = createResource(async () => {
    const protocol = await link()
    const both = await Promise.all((['removed', 'restricted'] as const).map((which) => protocol.getMembers(props.chat, which).catch(() => ({ members: [] as Member[] }))))
    return both.flatMap(({ members }) => members)
  })
  const letBack = (member: Member) => void attempt(async () => {
    await (await link()).restrictMember(props.chat, member.id, ALL)
    mutate(all.latest?.filter((one) => one.id !== member.id))
    props.changed()
  })
  const people = () => (all.latest ?? []).map((member) => {
    const removed = member.role === 'removed'
    return {
      id: member.id, line: t(removed ? 'members.wasRemoved' : 'members.restricted'),
      actions: [{ text: t(removed ? 'members.letBack' : 'members.free'), run: () => letBack(member) }],
    }
  })
  return <PeopleModal title={t('members.removed')} people={people()} none={t(all.loading ? 'common.loading' : 'members.noneRemoved')} />
}
