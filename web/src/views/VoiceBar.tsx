/** A voice message while it is recorded. */
import { createSignal, onCleanup, onMount } from 'solid-js'
import { link } from '../state/link'
import { recordVoice, type Recording } from '../state/recordVoice'
import { sendFiles } from '../state/sendFiles'
import { toast } from '../state/toast'
import { t } from '../text/text'
import { playTime } from '../text/playTime'
import { Icon } from './Icon'

export default function VoiceBar(props: { chat: number; reply: number | undefined; thread?: number | undefined; done: () => void }) {
  const [seconds, setSeconds] = createSignal(0)
  let recording: Recording | undefined
  let gone = false
  const began = Date.now()
  const timer = setInterval(() => setSeconds((Date.now() - began) / 1000), 250)
  onMount(async () => {
    try {
      recording = await recordVoice()
      if (gone) recording.cancel()
      else void link().then((protocol) => protocol.setTyping(props.chat, 'recording')).catch(() => {})
    } catch {
      toast(t('compose.noMicrophone'))
      props.done()
    }
  })
  onCleanup(() => {
    gone = true
    clearInterval(timer)
    recording?.cancel()
  })
  async function send() {
    const made = recording
    recording = undefined
    if (made) sendFiles(props.chat, [await made.stop()], '', { reply: props.reply, thread: props.thread })
    props.done()
  }
  return (
    <div class="composer-line voice-bar">
      <div class="composer-box">
        <button type="button" class="round danger" aria-label={t('common.cancel')} onClick={() => props.done()}><Icon name="trash" /></button>
        <span role="status"><i />{t('compose.recording', { time: playTime(seconds()) })}</span>
      </div>
      <button type="button" class="send" aria-label={t('compose.stopRecord')} onClick={() => void send()}><Icon name="send" /></button>
    </div>
  )
}
