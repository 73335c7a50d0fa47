/** Files that are on their way up: what they are, and how to stop them. Only this page has them. */
export interface LocalFile {
  file: Blob
  name: string
  mime: string
  as: 'photo' | 'video' | 'voice' | 'file'
  width?: number
  height?: number
  duration?: number
  waveform?: number[]
  thumb?: Blob
  /** An address of the picture within the page. */
  url?: string
}

export const uploads = new Map<number, { local: LocalFile; abort: AbortController }>()
