import type { LocalFile } from './uploads'

/** The longer side of a photo that is sent as one. */
const PHOTO_SIDE_MAX = 2560
const THUMB_SIDE = 320

/** Looks at a file that was chosen: what it is, how large its picture is; makes photos small enough to be sent. */
export async function prepareFile(file: File, untouched: boolean): Promise<LocalFile> {
  const plain: LocalFile = { file, name: file.name || 'file', mime: file.type || 'application/octet-stream', as: 'file' }
  if (untouched) return plain
  try {
    if (/^image\/(jpeg|png|webp)$/.test(file.type)) return await photo(file)
    if (/^video\/(mp4|webm|quicktime)$/.test(file.type)) return await video(file)
  } catch {
    // What the browser cannot read goes as it is.
  }
  return plain
}

async function photo(file: File): Promise<LocalFile> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, PHOTO_SIDE_MAX / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))]
  const blob = await drawn(bitmap, width, height, 0.87)
  bitmap.close()
  return { file: blob, name: 'photo.jpg', mime: 'image/jpeg', as: 'photo', width, height, url: URL.createObjectURL(blob) }
}

async function video(file: File): Promise<LocalFile> {
  const url = URL.createObjectURL(file)
  const element = document.createElement('video')
  element.muted = true
  element.preload = 'auto'
  element.src = url
  await new Promise<void>((resolve, reject) => {
    element.onloadeddata = () => resolve()
    element.onerror = () => reject(new Error('not readable'))
    setTimeout(() => reject(new Error('too slow')), 8000)
  })
  const { videoWidth: width, videoHeight: height, duration } = element
  const scale = Math.min(1, THUMB_SIDE / Math.max(width, height))
  const thumb = await drawn(element, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), 0.7)
  return { file, name: file.name, mime: file.type, as: 'video', width, height, duration: Number.isFinite(duration) ? duration : 0, thumb, url }
}

async function drawn(source: CanvasImageSource, width: number, height: number, quality: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  // What is transparent in the source would be black in a JPEG.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(source, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}
