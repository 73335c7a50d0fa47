/** Who was removed from a supergroup or channel, and may not come back alone; and who may do less than others. */
import { createResource, For } from 'solid-js'
import { type Member, PERMISSIONS, type Permissions } from '../model/model'
import { attempt } from '../state/attempt'
import { link } from '../state/link'
import { peerName } from '../state/peerName'
import { t } from '../text/text'
import { Avatar } from './Avatar'
import { closeModal } from './Overlay'

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
  return (
    <>
      <h2 id="modal-title">{t('members.removed')}</h2>
      <div class="modal-scroll">
        <ul class="people">
          <For each={all.latest ?? []} fallback={<li class="quiet pad">{t(all.loading ? 'common.loading' : 'members.noneRemoved')}</li>}>
            {(member) => (
              <li class="request">
                <Avatar id={member.id} size="small" self />
                <span class="row-text"><span class="row-name">{peerName(member.id)}</span><span class="row-preview">{t(member.role === 'removed' ? 'members.wasRemoved' : 'members.restricted')}</span></span>
                <button type="button" class="plain" aria-label={`${t(member.role === 'removed' ? 'members.letBack' : 'members.free')}: ${peerName(member.id)}`} onClick={() => letBack(member)}>{t(member.role === 'removed' ? 'members.letBack' : 'members.free')}</button>
              </li>
            )}
          </For>
        </ul>
      </div>
      <div class="modal-actions"><button type="button" class="plain" onClick={closeModal}>{t('common.close')}</button></div>
    </>
  )
}
