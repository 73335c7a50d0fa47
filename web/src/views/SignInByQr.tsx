/** A QR code that a signed-in device accepts. */
import { createSignal, onCleanup, Show } from 'solid-js'
import { renderSVG } from 'uqr'
import { Trouble } from '../model/trouble'
import { enter } from '../state/enter'
import { explain } from '../state/explain'
import { link } from '../state/link'
import { onLoginToken } from '../state/onLoginToken'
import { toast } from '../state/toast'
import { t } from '../text/text'

export default function SignInByQr(props: { password: () => void }) {
  const [url, setUrl] = createSignal('')
  const [wrong, setWrong] = createSignal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  async function ask() {
    clearTimeout(timer)
    try {
      const protocol = await link()
      const answer = await protocol.exportLoginToken()
      if (gone) return
      if ('me' in answer) {
        await enter(answer.me)
        return
      }
      setUrl(answer.url)
      setWrong('')
      timer = setTimeout(() => void ask(), Math.max(3, answer.seconds - 3) * 1000)
    } catch (error) {
      if (error instanceof Trouble && error.reason === 'passwordNeeded') props.password()
      else {
        setWrong(explain(error))
        timer = setTimeout(() => void ask(), 5000)
      }
    }
  }
  onLoginToken(() => void ask())
  onCleanup(() => {
    gone = true
    clearTimeout(timer)
    onLoginToken(undefined)
  })
  void ask()

  async function copy() {
    await navigator.clipboard.writeText(url())
    toast(t('common.copied'))
  }
  const picture = () => `data:image/svg+xml,${encodeURIComponent(renderSVG(url(), { border: 2 }))}`
  return (
    <section class="qr">
      <h1>{t('sign.qrTitle')}</h1>
      <Show when={url()} fallback={<div class="qr-picture waiting" />}>
        <img class="qr-picture" src={picture()} alt={t('sign.qrPicture')} />
      </Show>
      <ol>
        <li>{t('sign.qr1')}</li>
        <li>{t('sign.qr2')}</li>
        <li>{t('sign.qr3')}</li>
      </ol>
      <p class="wrong" role="alert">{wrong()}</p>
      <button type="button" class="plain" disabled={!url()} onClick={() => void copy()}>{t('sign.qrCopy')}</button>
    </section>
  )
}
