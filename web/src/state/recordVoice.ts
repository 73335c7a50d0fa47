import type { LocalFile } from './uploads'
import { bars } from './bars'

export interface Recording {
  /** Ends it and gives what was recorded. */
  stop: () => Promise<LocalFile>
  cancel: () => void
}

/** Records from the microphone, with the loudness over time. */
export async function recordVoice(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const mime = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'].find((one) => MediaRecorder.isTypeSupported(one)) ?? ''
  const recorder = new MediaRecorder(stream, mime ? { mimeType: mime } : {})
  const parts: Blob[] = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  const audio = new AudioContext()
  const analyser = audio.createAnalyser()
  audio.createMediaStreamSource(stream).connect(analyser)
  const samples = new Uint8Array(analyser.fftSize)
  const levels: number[] = []
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples)
    levels.push(Math.max(...samples.map((sample) => Math.abs(sample - 128))) / 128)
  }, 50)
  const began = performance.now()
  recorder.start()
  function end() {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
    void audio.close()
  }
  return {
    async stop() {
      const duration = (performance.now() - began) / 1000
      const ended = new Promise((resolve) => {
        recorder.onstop = resolve
      })
      recorder.stop()
      await ended
      end()
      const type = (mime || recorder.mimeType).split(';')[0] ?? 'audio/ogg'
      return { file: new Blob(parts, { type }), name: 'voice.ogg', mime: type, as: 'voice', duration, waveform: bars(levels) }
    },
    cancel() {
      recorder.stop()
      end()
    },
  }
}
