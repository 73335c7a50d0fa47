/** An animated sticker. It moves while it is seen; who wants little movement sees its first picture. */
import lottie from 'lottie-web/build/player/lottie_light_canvas.min.js'
import { onCleanup, onMount } from 'solid-js'
import type { FileRef } from '../model/model'
import { animationOf } from '../state/animationOf'

export default function Lottie(props: { file: FileRef; label: string; failed: () => void; loaded?: () => void }) {
  let root: HTMLSpanElement | undefined
  let gone = false
  onMount(async () => {
    try {
      const animationData = await animationOf(props.file)
      if (gone || !root) return
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      const player = lottie.loadAnimation({ container: root, renderer: 'canvas', loop: true, autoplay: false, animationData })
      if (still) player.goToAndStop(0, true)
      props.loaded?.()
      const observer = new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting && !still) player.play()
        else player.pause()
      })
      observer.observe(root)
      onGone = () => {
        observer.disconnect()
        player.destroy()
      }
    } catch {
      if (!gone) props.failed()
    }
  })
  let onGone = () => {}
  onCleanup(() => {
    gone = true
    onGone()
  })
  return <span class="lottie" ref={root} role="img" aria-label={props.label} />
}
