/** The pigeon. */
export function Bird(props: { class?: string }) {
  return (
    <svg class={`bird ${props.class ?? ''}`} viewBox="0 0 96 96" aria-hidden="true">
      <defs>
        <linearGradient id="bird-sky" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stop-color="#19b394" />
          <stop offset="1" stop-color="#0b6f86" />
        </linearGradient>
      </defs>
      <circle cx="48" cy="48" r="46" fill="url(#bird-sky)" />
      <path
        fill="#fff"
        d="M22 46c8 1 14-2 18-9 3-6 8-11 15-11 6 0 10 4 11 9l8 4-8 3c0 14-9 26-25 28l-14 5 5-8c-3-1-5-3-6-5 6 0 10-2 13-5-7 0-14-4-17-11z"
      />
      <path fill="#0b6f86" opacity=".22" d="M41 55c7 0 13-4 16-11 1 9-6 19-20 20 3-2 5-5 4-9z" />
      <circle cx="58" cy="36" r="2.4" fill="#0b5260" />
    </svg>
  )
}
